"""What has no form in another dialect: it would run and mean something else, or not run."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gnomon.app.portable.trees import SPARK, TRINO, refusal, unit_of

__all__ = ["refuse"]

_TRUNCATES: Final = SPARK | TRINO | {"postgres", "redshift", "snowflake", "clickhouse", "bigquery", "tsql"}
_ZONES: Final = frozenset({"postgres", "redshift"})
_APPROXIMATE: Final = SPARK | TRINO | {"snowflake"}


def refuse(tree: exp.Expr, dialect: str) -> None:
    """Refuse what would run elsewhere and mean something else, or would not run."""
    calls = {node.name.lower() for node in tree.find_all(exp.Anonymous)}
    if "make_timestamp" in calls or tree.find(exp.UnixToTime):
        raise refusal(
            f"Gnomon reads times stored as numbers by make_timestamp(microseconds), which {dialect} lacks",
            dialect,
            "Store the time as a timestamp, or leave `--dialect` out.",
        )
    if dialect not in _ZONES and tree.find(exp.AtTimeZone):
        raise refusal(
            f"It moves times between zones, and AT TIME ZONE means something else in {dialect}",
            dialect,
            "Ask by a time without a zone, or leave `--dialect` out.",
        )
    if dialect not in _APPROXIMATE and tree.find(exp.ApproxQuantile):
        raise refusal(
            f"Gnomon knows no approximate percentile in {dialect}",
            dialect,
            "Define it with `method: continuous`, or leave `--dialect` out.",
        )
    if dialect not in _TRUNCATES and (cut := tree.find(exp.TimestampTrunc, exp.DateTrunc)):
        raise refusal(
            f"Gnomon knows no exact way to cut a time to its {unit_of(cut).lower()} in {dialect}",
            dialect,
            "Ask without a grain or by day, or leave `--dialect` out.",
        )
