"""Rows of verdicts: what was said of a bucket under which rule, kept as it was said."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gnomon.records.anomaly import Anomaly
from gnomon.records.verdict import Verdict
from gnomon.store.database import insert_missing
from gnomon.store.tables import VERDICT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["find_verdicts", "keep_verdicts"]

_FIELDS = tuple(f.name for f in fields(Anomaly))


def keep_verdicts(
    connection: Connection, said: Sequence[Anomaly], *, rules: Mapping[str, str], run: str, now: datetime
) -> None:
    """Keep verdicts; one that was said of the same bucket under the same rule stays as it is."""
    rows = [{**_row(each), "rule": rules.get(each.metric, ""), "run": run, "said_at": now} for each in said]
    insert_missing(connection, VERDICT, rows)


def find_verdicts(
    connection: Connection,
    *,
    metric: str | None = None,
    rule: str | None = None,
    since: datetime | None = None,
    limit: int | None = None,
) -> tuple[Verdict, ...]:
    """Read verdicts, the newest bucket first."""
    query = select(VERDICT).order_by(
        VERDICT.c.start.desc(), VERDICT.c.metric, VERDICT.c.slice, VERDICT.c.grain, VERDICT.c.said_at
    )
    if metric is not None:
        query = query.where(VERDICT.c.metric == metric)
    if rule is not None:
        query = query.where(VERDICT.c.rule == rule)
    if since is not None:
        query = query.where(VERDICT.c.start >= since)
    rows = connection.execute(query.limit(limit)).mappings()
    return tuple(_read(dict(row)) for row in rows)


def _row(anomaly: Anomaly) -> dict[str, Any]:
    row = {name: getattr(anomaly, name) for name in _FIELDS}
    row["slice"] = row.pop("where")
    return row


def _read(row: dict[str, Any]) -> Verdict:
    row["where"] = row.pop("slice")
    said = {name: row.pop(name) for name in ("rule", "run", "said_at")}
    return Verdict(anomaly=Anomaly(**row), **said)
