"""A question's SQL in a dialect that Gnomon does not run: translated where the meaning holds, refused where not."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from gnomon.app.dialects import check_dialect
from gnomon.ask import compile_question
from gnomon.ask.localtime import as_date
from gnomon.base.errors import QuestionError
from gnomon.define import FileRef

if TYPE_CHECKING:
    from gnomon.ask import Catalog
    from gnomon.define import Model
    from gnomon.records import Question

__all__ = ["Translation", "file_tables", "translate", "translate_question"]

_RUN: Final = "duckdb"
_SPARK: Final = frozenset({"spark", "databricks"})
_TRINO: Final = frozenset({"trino", "presto", "athena"})
_TRUNCATES: Final = _SPARK | _TRINO | {"postgres", "redshift", "snowflake", "clickhouse", "bigquery", "tsql"}
_FILTERS: Final = _SPARK | _TRINO | {"postgres", "clickhouse", "sqlite"}
_ZONES: Final = frozenset({"postgres", "redshift"})
_CONTINUOUS: Final = frozenset({"postgres", "redshift", "snowflake", "oracle"})
_APPROXIMATE: Final = _SPARK | _TRINO | {"snowflake"}
_DISCRETE: Final = _SPARK | {"postgres", "snowflake", "oracle"}
_PERCENTILES: Final = {"QUANTILE_CONT": True, "QUANTILE_DISC": False}
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
_CLICKHOUSE_PARTS: Final = {"ISODOW": "toDayOfWeek", "WEEK": "toISOWeek", "DOY": "toDayOfYear"}
_LONG: Final = frozenset({"DAY", "WEEK", "MONTH", "QUARTER", "YEAR"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """SQL of another dialect, and what a reader must know before running it.

    Attributes
    ----------
    text : str
        The query.
    notes : tuple of str
        One sentence or two each.
    """

    text: str
    notes: tuple[str, ...] = ()


def file_tables(model: Model) -> dict[str, str]:
    """Name a table for each file that a source or calendar reads: path to name."""
    tables: dict[str, str] = {}
    for owner in (*model.sources.values(), *model.calendars.values()):
        if isinstance(owner.relation, FileRef):
            path = os.path.abspath(model.root / owner.relation.path)  # noqa: PTH100 - as the engine writes it
            tables.setdefault(Path(path).as_posix(), owner.name)
    return tables


def translate_question(model: Model, catalog: Catalog, question: Question, dialect: str) -> Translation:
    """Compile a question and write it in another dialect; see :func:`translate`."""
    name = check_dialect(dialect)
    compiled = compile_question(model, catalog, question, now=question.as_of or datetime.now(UTC))
    return translate(compiled.tree, name, file_tables(model))


def translate(tree: exp.Expr, dialect: str, tables: Mapping[str, str]) -> Translation:
    """Write a tree in any dialect that sqlglot knows; the tree itself stays as it is.

    Parameters
    ----------
    tables : mapping of str to str
        For each file that the tree reads, the table that stands for it elsewhere.

    Raises
    ------
    QuestionError
        ASK-260 if the dialect has no exact form of something in the query, ASK-218 if it is unknown.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> tree = parse_one("select quantile_cont(ms, 0.9) from plays", dialect="duckdb")
    >>> print(translate(tree, "postgres", {}).text)
    SELECT
      PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY ms)
    FROM plays
    """
    from sqlglot.dialects.dialect import Dialect
    from sqlglot.errors import ErrorLevel

    name = check_dialect(dialect)
    if name == _RUN:
        return Translation(text=tree.sql(dialect=name, pretty=True))
    own = tree.copy()
    notes = [
        f"Gnomon runs on DuckDB only and has not run this on {name}: compare some rows before you rely on it."
    ]
    notes += _replace_files(own, tables)
    notes += _notes_of(own, name)
    notes += _plain_names(own, name)
    _refuse(own, name)
    foreign = _foreign_functions(own)
    for rewrite in (_percentiles, _filters, _parts, _spines, _truncations, _intervals):
        rewrite(own, name)
    if foreign:
        notes.append(f"DuckDB functions that are written as they stand: {', '.join(foreign)}.")
    generator = Dialect.get_or_raise(name).generator(pretty=True, unsupported_level=ErrorLevel.IGNORE)
    text = generator.generate(own)
    notes += [f"sqlglot: {message.rstrip('.')}." for message in generator.unsupported_messages]
    return Translation(text=text, notes=tuple(dict.fromkeys(notes)))


def _refusal(what: str, dialect: str, way: str) -> QuestionError:
    return QuestionError(
        f"{what}, so this question has no {dialect} form. {way}", code="ASK-260", where="dialect"
    )


def _each(tree: exp.Expr, *kinds: type[exp.Expr]) -> list[exp.Expr]:
    """Nodes of these kinds, inner ones first, so that replacing one loses none."""
    return list(tree.find_all(*kinds))[::-1]


def _replace_files(tree: exp.Expr, tables: Mapping[str, str]) -> list[str]:
    used: list[str] = []
    for table in _each(tree, exp.Table):
        path = _path_read(table.this)
        if path is None:
            continue
        if path not in tables:
            raise _refusal(
                f"No source names the file {path!r}", "other", "Declare it as the `file` of a source."
            )
        table.set("this", exp.Identifier(this=tables[path], quoted=True))
        used.append(tables[path])
    names = ", ".join(sorted(set(used)))
    return [f"Load the files of these sources as tables of the same names: {names}."] if names else []


def _path_read(call: object) -> str | None:
    if isinstance(call, exp.ReadCSV):
        return call.this.name
    is_json = isinstance(call, exp.Anonymous) and call.name.lower() == "read_json"
    if isinstance(call, exp.ReadParquet) or (isinstance(call, exp.Anonymous) and is_json):
        return call.expressions[0].name
    return None


def _notes_of(tree: exp.Expr, dialect: str) -> list[str]:
    if dialect == "clickhouse":
        return [
            "Set `join_use_nulls = 1` and `aggregate_functions_null_for_empty = 1`: else nothing becomes 0."
        ]
    if dialect == "snowflake" and any(_unit(t) == "WEEK" for t in tree.find_all(exp.TimestampTrunc)):
        return ["Where a week starts is a setting of the session: keep `WEEK_START` at 0 or 1 (Monday)."]
    return []


def _plain_names(tree: exp.Expr, dialect: str) -> list[str]:
    """Name columns without dots, which BigQuery forbids."""
    if dialect != "bigquery":
        return []
    dotted = [
        node
        for node in tree.find_all(exp.Identifier)
        if "." in node.name and isinstance(node.parent, (exp.Alias, exp.Column))
    ]
    for node in dotted:
        node.set("this", node.name.replace(".", "__"))
    return ["BigQuery allows no dot in the name of a column: dots became `__`."] if dotted else []


def _foreign_functions(tree: exp.Expr) -> list[str]:
    names = {node.name.lower() for node in tree.find_all(exp.Anonymous)}
    return sorted(names - {name.lower() for name in _PERCENTILES})


def _refuse(tree: exp.Expr, dialect: str) -> None:
    """Refuse what would run elsewhere and mean something else, or would not run."""
    calls = {node.name.lower() for node in tree.find_all(exp.Anonymous)}
    if "make_timestamp" in calls or tree.find(exp.UnixToTime):
        raise _refusal(
            f"Gnomon reads times stored as numbers by make_timestamp(microseconds), which {dialect} lacks",
            dialect,
            "Store the time as a timestamp, or leave `--dialect` out.",
        )
    if dialect not in _ZONES and tree.find(exp.AtTimeZone):
        raise _refusal(
            f"It moves times between zones, and AT TIME ZONE means something else in {dialect}",
            dialect,
            "Ask by a time without a zone, or leave `--dialect` out.",
        )
    if dialect not in _APPROXIMATE and tree.find(exp.ApproxQuantile):
        raise _refusal(
            f"Gnomon knows no approximate percentile in {dialect}",
            dialect,
            "Define it with `method: continuous`, or leave `--dialect` out.",
        )
    if dialect not in _TRUNCATES and (cut := tree.find(exp.TimestampTrunc, exp.DateTrunc)):
        raise _refusal(
            f"Gnomon knows no exact way to cut a time to its {_unit(cut).lower()} in {dialect}",
            dialect,
            "Ask without a grain or by day, or leave `--dialect` out.",
        )


def _unit(cut: exp.Expr) -> str:
    unit = cut.args["unit"]
    return str(unit.name).upper()


def _percentiles(tree: exp.Expr, dialect: str) -> None:
    for node in _each(tree, exp.Anonymous, exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.Median):
        found = _read_percentile(node)
        if found is None or isinstance(node.parent, exp.WithinGroup):
            continue
        value, share, is_continuous = found
        place = node
        if isinstance(node.parent, exp.Filter):
            place = node.parent
            value = _when(node.parent.expression.this, value)
        place.replace(_write_percentile(value, share, dialect, is_continuous=is_continuous))


def _read_percentile(node: exp.Expr) -> tuple[exp.Expr, exp.Expr, bool] | None:
    """Value, share and whether it lies between two values; None for any other call."""
    if isinstance(node, exp.ApproxQuantile):
        return None
    if isinstance(node, exp.Median):
        return node.this.copy(), exp.Literal.number("0.5"), True
    if isinstance(node, exp.Anonymous):
        kind = _PERCENTILES.get(node.name.upper())
        return None if kind is None else (node.expressions[0].copy(), node.expressions[1].copy(), kind)
    share = node.args.get("quantile") or node.args.get("expression")
    return None if share is None else (node.this.copy(), share.copy(), isinstance(node, exp.PercentileCont))


def _write_percentile(value: exp.Expr, share: exp.Expr, dialect: str, *, is_continuous: bool) -> exp.Expr:
    if is_continuous and dialect == "clickhouse":
        return exp.ParameterizedAgg(this="quantileExactInclusive", expressions=[share], params=[value])
    if is_continuous and dialect in _SPARK:
        return exp.Anonymous(this="PERCENTILE", expressions=[value, share])
    if dialect not in (_CONTINUOUS if is_continuous else _DISCRETE):
        kind = "interpolated" if is_continuous else "discrete"
        raise _refusal(
            f"Gnomon knows no exact {kind} percentile in {dialect} that can stand in a GROUP BY",
            dialect,
            "Leave the percentile out, or leave `--dialect` out.",
        )
    name = "PERCENTILE_CONT" if is_continuous else "PERCENTILE_DISC"
    order = exp.Order(expressions=[exp.Ordered(this=value)])
    return exp.WithinGroup(this=exp.Anonymous(this=name, expressions=[share]), expression=order)


def _when(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition.copy(), true=value)])


def _filters(tree: exp.Expr, dialect: str) -> None:
    """Write FILTER as CASE where a dialect lacks it: aggregates pass over nulls."""
    if dialect in _FILTERS:
        return
    for node in _each(tree, exp.Filter):
        call = node.this
        if not isinstance(call, (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count)):
            continue
        condition, inside = node.expression.this, call.this
        if isinstance(inside, exp.Distinct) and len(inside.expressions) == 1:
            inside.set("expressions", [_when(condition, inside.expressions[0].copy())])
        elif isinstance(inside, exp.Star):
            call.set("this", _when(condition, exp.Literal.number(1)))
        else:
            call.set("this", _when(condition, inside.copy()))
        node.replace(call.copy())


def _parts(tree: exp.Expr, dialect: str) -> None:
    for node in _each(tree, exp.Extract):
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
            raise _refusal(
                f"Gnomon knows no {part} of a date in {dialect}", dialect, "Leave this part of the date out."
            )


def _monday_first(node: exp.Expr, dialect: str) -> exp.Expr:
    """Weekdays 1 (Monday) to 7 from ones that start on Sunday: at 1 in BigQuery, at 0 in Redshift."""
    name, shift = ("DAYOFWEEK", 5) if dialect == "bigquery" else ("DOW", 6)
    day = exp.Extract(this=exp.var(name), expression=node.expression.copy())
    moved = exp.Add(this=day, expression=exp.Literal.number(shift))
    rest = exp.Mod(this=exp.Paren(this=moved), expression=exp.Literal.number(7))
    return exp.Paren(this=exp.Add(this=rest, expression=exp.Literal.number(1)))


def _truncations(tree: exp.Expr, dialect: str) -> None:
    """Start weeks on Monday; in BigQuery cut dates by the function that takes dates."""
    for node in _each(tree, exp.TimestampTrunc, exp.DateTrunc):
        unit = _unit(node)
        if dialect == "tsql" and unit == "WEEK":
            node.set("unit", exp.var("ISO_WEEK"))
        elif dialect == "bigquery" and unit in _LONG:
            own = exp.WeekStart(this=exp.var("MONDAY")) if unit == "WEEK" else exp.var(unit)
            node.replace(exp.DateTrunc(this=node.this.copy(), unit=own))


def _spines(tree: exp.Expr, dialect: str) -> None:
    """Write the periods of a grain, which DuckDB makes by generate_series after FROM."""
    write = _spine_writer(dialect)
    for node in _each(tree, exp.GenerateSeries):
        table = node.parent
        if write is None or not isinstance(table, exp.Table):
            raise _refusal(
                f"Gnomon lists the periods of a grain by generate_series after FROM, which {dialect} lacks for times",
                dialect,
                "Ask without a grain, or leave `--dialect` out.",
            )
        table.replace(write(node, table.args["alias"].copy()))


def _spine_writer(dialect: str) -> Callable[[exp.Expr, exp.Expr], exp.Expr] | None:
    if dialect == "postgres":
        return lambda series, alias: exp.Table(this=series.copy(), alias=alias)
    if dialect in _SPARK:
        return _spark_spine
    if dialect in _TRINO:
        return lambda series, alias: exp.Unnest(expressions=[_sequence(series)], alias=alias)
    return _bigquery_spine if dialect == "bigquery" else None


def _sequence(series: exp.Expr) -> exp.Expr:
    edges = [series.args[name].copy() for name in ("start", "end", "step")]
    return exp.Anonymous(this="SEQUENCE", expressions=edges)


def _spark_spine(series: exp.Expr, alias: exp.Expr) -> exp.Expr:
    return exp.Table(this=exp.Anonymous(this="EXPLODE", expressions=[_sequence(series)]), alias=alias)


def _bigquery_spine(series: exp.Expr, alias: exp.Expr) -> exp.Expr:
    step = series.args["step"]
    if _unit(step) not in _LONG:
        raise _refusal(
            "BigQuery lists dates and instants, not the wall-clock hours of a grain below a day",
            "bigquery",
            "Ask by day or longer, or leave `--dialect` out.",
        )
    start, end = (as_date(series.args[name].copy()) for name in ("start", "end"))
    dates = exp.GenerateDateArray(start=start, end=end, step=step.copy())
    name = alias.args["columns"][0].name
    held = exp.TableAlias(columns=[exp.Identifier(this=name, quoted=False)])
    listed = exp.Unnest(expressions=[dates], alias=held)
    return exp.select(exp.column(name)).from_(listed).subquery(exp.TableAlias(this=alias.this.copy()))


def _intervals(tree: exp.Expr, dialect: str) -> None:
    """Count weeks in days, which every dialect knows, and write BigQuery's counts as numbers."""
    for node in _each(tree, exp.Interval):
        count = node.this
        if not isinstance(count, exp.Literal) or not count.name.lstrip("-").isdigit():
            continue
        number, unit = int(count.name), _unit(node)
        if unit == "WEEK":
            number, unit = number * 7, "DAY"
        node.set("unit", exp.var(unit))
        is_number = dialect == "bigquery"
        node.set("this", exp.Literal.number(number) if is_number else exp.Literal.string(str(number)))
