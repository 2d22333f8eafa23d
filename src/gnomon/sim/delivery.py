"""How rows arrive: the day they land, late or twice or never."""

from __future__ import annotations

from typing import Final

from sqlglot import exp, parse_one

from gnomon.sim.table import Table

__all__ = ["COPIES", "LANDING", "deliver"]

LANDING: Final = "_landing_day"
COPIES: Final = "_copies"

_CLIENT: Final = """
SELECT q.* EXCLUDE (_u_delay, _u_late, _u_fate),
       q.happened + to_milliseconds(
           CAST(400 + 4000 * _u_delay * _u_delay * _u_delay AS BIGINT)
           + CAST(3600000 * lever('landing_delay', 0.0, q, happened) AS BIGINT)
           + CASE WHEN _u_late < lever('late_share', 0.015, q, happened)
                  THEN CAST(86400000 * (0.2 + 2.8 * _u_delay * _u_delay) AS BIGINT) ELSE 0 END
       ) AS received_at,
       CASE WHEN _u_fate < lever('lost_share', 0.0, q, happened) THEN 0
            WHEN _u_fate > 1 - lever('twice_share', 0.002, q, happened) THEN 2 ELSE 1 END AS _copies
FROM (SELECT q.*, part(q._u_late, 65537.0) AS _u_delay, part(q._u_late, 1021.0) AS _u_fate
      FROM (SELECT q.*, u('late', q.key, q.key >> 32) AS _u_late FROM made AS q) AS q) AS q
"""
_SERVER: Final = """
SELECT q.*,
       q.happened + to_milliseconds(CAST(3600000 * lever('landing_delay', 0.0, q, happened) AS BIGINT)) AS received_at,
       CASE WHEN lever('lost_share', 0.0, q, happened) > 0
                 AND u('fate', q.key, q.key >> 32) < lever('lost_share', 0.0, q, happened) THEN 0 ELSE 1 END AS _copies
FROM made AS q
"""
_LANDED: Final = "SELECT r.*, CAST(r.received_at AS DATE) AS _landing_day FROM delivered AS r"


def deliver(tree: exp.Expr, table: Table) -> exp.Query:
    """Put a table's SELECT inside one that adds when its rows arrive, and how often.

    Adds ``received_at``, ``_landing_day`` (the UTC day of it) and ``_copies`` (0 lost, 1, 2 delivered twice).
    """
    wrapped = parse_one(_CLIENT if table.is_client else _SERVER, dialect="duckdb")
    names = {"happened": table.time, "key": table.number or table.key[0]}
    for column in wrapped.find_all(exp.Column):
        if column.name in names:
            column.set("this", exp.to_identifier(names[column.name]))
    _fill(wrapped, "made", tree)
    landed = parse_one(_LANDED, dialect="duckdb")
    _fill(landed, "delivered", wrapped)
    assert isinstance(landed, exp.Query)  # noqa: S101 - the text above is a SELECT
    return landed


def _fill(outer: exp.Expr, name: str, inner: exp.Expr) -> None:
    place = next(t for t in outer.find_all(exp.Table) if t.name == name)
    place.replace(exp.Subquery(this=inner, alias=place.args.get("alias")))
