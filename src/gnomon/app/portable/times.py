"""Parts of dates, cuts to a grain and lengths of time, as each dialect writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from gnomon.app.portable.trees import LONG, each, refusal, unit_of

__all__ = ["TICKS", "rewrite_intervals", "rewrite_parts", "rewrite_ticks", "rewrite_truncations"]

_PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "postgres": {"ISODOW": "ISODOW", "WEEK": "WEEK", "DOY": "DOY"},
    "spark": {"ISODOW": "DAYOFWEEK_ISO", "WEEK": "WEEK", "DOY": "DOY"},
    "databricks": {"ISODOW": "DAYOFWEEK_ISO", "WEEK": "WEEK", "DOY": "DOY"},
    "trino": {"ISODOW": "DAY_OF_WEEK", "WEEK": "WEEK", "DOY": "DAY_OF_YEAR"},
    "presto": {"ISODOW": "DAY_OF_WEEK", "WEEK": "WEEK", "DOY": "DAY_OF_YEAR"},
    "athena": {"ISODOW": "DAY_OF_WEEK", "WEEK": "WEEK", "DOY": "DAY_OF_YEAR"},
    "snowflake": {"ISODOW": "DAYOFWEEKISO", "WEEK": "WEEKISO", "DOY": "DAYOFYEAR"},
    "bigquery": {"WEEK": "ISOWEEK", "DOY": "DAYOFYEAR"},
    "redshift": {"WEEK": "WEEK", "DOY": "DOY"},
    "tsql": {"WEEK": "ISO_WEEK", "DOY": "DAYOFYEAR"},
}
TICKS: Final = "epoch_us"
_CLICKHOUSE_PARTS: Final = {"ISODOW": "toDayOfWeek", "WEEK": "toISOWeek", "DOY": "toDayOfYear"}


def rewrite_ticks(tree: exp.Expr, dialect: str) -> None:
    """Write the microseconds of a moment; Postgres keeps the seconds of an epoch as a decimal, so none is lost."""
    for node in each(tree, exp.Anonymous):
        if node.name.lower() != TICKS:
            continue
        if dialect != "postgres":
            raise refusal(
                f"Gnomon measures elapsed time in whole microseconds, and knows no exact way to in {dialect}",
                dialect,
                "Leave `--dialect` out.",
            )
        seconds = exp.Extract(this=exp.var("EPOCH"), expression=node.expressions[0].copy())
        ticks = exp.Mul(this=seconds, expression=exp.Literal.number(1_000_000))
        node.replace(
            exp.Cast(this=exp.Paren(this=ticks), to=exp.DataType(this=exp.DType.BIGINT, nested=False))
        )


def rewrite_parts(tree: exp.Expr, dialect: str) -> None:
    """Write parts of a date by the name that each dialect has for them, weekdays from Monday."""
    for node in each(tree, exp.Extract):
        part = node.this.name.upper()
        if part not in _CLICKHOUSE_PARTS:
            continue
        if dialect == "clickhouse":
            name = _CLICKHOUSE_PARTS[part]
            node.replace(exp.Anonymous(this=name, expressions=[node.expression.copy()]))
        elif part == "ISODOW" and dialect in {"bigquery", "redshift"}:
            node.replace(_monday_first(node, dialect))
        elif part in _PARTS.get(dialect, {}):
            node.set("this", exp.var(_PARTS[dialect][part]))
        else:
            raise refusal(
                f"Gnomon knows no {part} of a date in {dialect}", dialect, "Leave this part of the date out."
            )


def _monday_first(node: exp.Expr, dialect: str) -> exp.Expr:
    """Weekdays 1 (Monday) to 7 from ones that start on Sunday: at 1 in BigQuery, at 0 in Redshift."""
    name, shift = ("DAYOFWEEK", 5) if dialect == "bigquery" else ("DOW", 6)
    day = exp.Extract(this=exp.var(name), expression=node.expression.copy())
    moved = exp.Add(this=day, expression=exp.Literal.number(shift))
    rest = exp.Mod(this=exp.Paren(this=moved), expression=exp.Literal.number(7))
    return exp.Paren(this=exp.Add(this=rest, expression=exp.Literal.number(1)))


def rewrite_truncations(tree: exp.Expr, dialect: str) -> None:
    """Start weeks on Monday; in BigQuery cut dates by the function that takes dates."""
    for node in each(tree, exp.TimestampTrunc, exp.DateTrunc):
        unit = unit_of(node)
        if dialect == "tsql" and unit == "WEEK":
            node.set("unit", exp.var("ISO_WEEK"))
        elif dialect == "bigquery" and unit in LONG:
            own = exp.WeekStart(this=exp.var("MONDAY")) if unit == "WEEK" else exp.var(unit)
            node.replace(exp.DateTrunc(this=node.this.copy(), unit=own))


def rewrite_intervals(tree: exp.Expr, dialect: str) -> None:
    """Count weeks in days, which every dialect knows, and write BigQuery's counts as numbers."""
    for node in each(tree, exp.Interval):
        count = node.this
        if not isinstance(count, exp.Literal) or not count.name.lstrip("-").isdigit():
            continue
        number, unit = int(count.name), unit_of(node)
        if unit == "WEEK":
            number, unit = number * 7, "DAY"
        node.set("unit", exp.var(unit))
        is_number = dialect == "bigquery"
        node.set("this", exp.Literal.number(number) if is_number else exp.Literal.string(str(number)))
