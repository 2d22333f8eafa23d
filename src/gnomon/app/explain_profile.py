"""Profile the tables behind a metric by day: one scan a table, one for different keys, few for other tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlglot import exp

from gnomon.app.explain_dims import count_values
from gnomon.app.explain_siblings import find_siblings
from gnomon.ask.localtime import as_timestamp, truncate
from gnomon.ask.trees import column, date_literal, named
from gnomon.base.time import Grain
from gnomon.define.kinds import Average, Count, Distinct, Percentile, Sum
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.tree import leaves, time_of
from gnomon.explain.gate import Profile, Values

if TYPE_CHECKING:
    from gnomon.app.asker import Asker
    from gnomon.define import Dimension, Metric, Source
    from gnomon.explain.gate.profile import Role
    from gnomon.explain.localise.grouping import Floats
    from gnomon.records.investigation import Period

__all__ = ["profile_tables"]

_HISTORY: Final = timedelta(days=63)
_MOST_TABLES: Final = 3
_MOST_DIMENSIONS: Final = 6
_MOST_VALUES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table behind a metric, and how it bears on it."""

    source: Source
    time: Dimension
    measure: exp.Expr | None
    role: Role


def profile_tables(project: Asker, name: str, period: Period, wanted: Sequence[str]) -> tuple[Profile, ...]:
    """Profile up to three tables that a metric is counted from, from nine weeks before a period to its end.

    Parameters
    ----------
    wanted : sequence of str
        Dimensions that the explanation searches in; those of the table are looked at first.
    """
    tables = _find_tables(project, name)[:_MOST_TABLES]
    return tuple(_profile(project, table, period, wanted) for table in tables)


def _find_tables(project: Asker, name: str) -> list[_Table]:
    model = project.model
    found: dict[str, _Table] = {}
    inputs = [
        model.metrics[term.metric]
        for term in model.metrics[name].spec.inputs()
        if term.metric in model.metrics
    ]
    is_pair = model.metrics[name].kind in ("ratio", "rate") and len(inputs) == 2  # noqa: PLR2004 - two sides
    for leaf in leaves(model, name):
        time = time_of(model, leaf)
        spec = leaf.spec
        if time is None or not isinstance(spec, RowSpec):
            continue
        role = _find_role(project, leaf, inputs) if is_pair else _role_of(leaf)
        source = model.sources[spec.source]
        known = found.get(source.name)
        if known is None:
            measure = spec.expr if isinstance(spec, (Sum, Average, Percentile)) else None
            found[source.name] = _Table(source=source, time=time, measure=measure, role=role)
        elif known.role != role:
            is_per_entity = known.role == "top" and role == "bottom" and isinstance(spec, Distinct)
            both: Role = "per entity" if is_per_entity else "both"
            found[source.name] = replace(known, role=both, measure=known.measure or _measure_of(spec))
    return list(found.values())


def _measure_of(spec: RowSpec) -> exp.Expr | None:
    return spec.expr if isinstance(spec, (Sum, Average, Percentile)) else None


def _role_of(leaf: Metric) -> Role:
    if isinstance(leaf.spec, (Count, Sum)):
        return "whole"
    return "entities" if isinstance(leaf.spec, Distinct) else "both"


def _find_role(project: Asker, leaf: Metric, sides: Sequence[Metric]) -> Role:
    """Which side of a ratio a table stands on."""
    is_top, is_bottom = (leaf in leaves(project.model, side.name) for side in sides)
    return "both" if is_top and is_bottom else "top" if is_top else "bottom"


def _profile(project: Asker, table: _Table, period: Period, wanted: Sequence[str]) -> Profile:
    dims = _choose(project, table.source, wanted)
    columns = _list_columns(table, dims)
    first = period.start - _HISTORY
    scan = _Scan(project=project, table=table, first=first, last=period.end)
    rows = scan.read(dims, columns)
    known = [row["day"] for row in rows if row["level"] == 0 and row["day"] is not None]
    begin = max(first, min(known)) if known else period.start
    days = tuple(begin + timedelta(days=i) for i in range((period.end - begin).days + 1))
    profile = _lay_out(table, days, rows, dims, columns)
    keys = scan.read_keys()
    profile = replace(
        profile, keys=_series(keys, days, "keys"), entities=_series(keys, days, "entities"),
        key=", ".join(table.source.primary_key),
    )  # fmt: skip
    beside = find_siblings(project, table.source, profile, period)
    return replace(profile, siblings=beside.rows, slices=beside.slices, orphans=beside.orphans)


def _choose(project: Asker, source: Source, wanted: Sequence[str]) -> tuple[Dimension, ...]:
    """The table's own dimensions of few values, those that are searched first."""
    keys = {entity.expr.sql() for entity in source.entities} | set(source.primary_key)
    own = [d for d in source.dimensions if not d.is_time and d.expr.sql() not in keys and d.name not in keys]
    own.sort(key=lambda d: d.name not in wanted)
    chosen: list[Dimension] = []
    for dimension in own:
        if len(chosen) == _MOST_DIMENSIONS:
            break
        if 1 <= count_values(project, source.name, dimension.expr) <= _MOST_VALUES:
            chosen.append(dimension)
    return tuple(chosen)


def _list_columns(table: _Table, dims: Sequence[Dimension]) -> dict[str, exp.Expr]:
    """Columns of which nulls are counted: the measure, entities and dimensions."""
    columns: dict[str, exp.Expr] = {}
    if table.measure is not None:
        columns[table.measure.sql()] = table.measure
    for one in (*table.source.entities, *dims):
        columns.setdefault(one.name, one.expr)
    return columns


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scan:
    """Reads a table over some days."""

    project: Asker
    table: _Table
    first: date
    last: date

    def read(self, dims: Sequence[Dimension], columns: Mapping[str, exp.Expr]) -> list[dict[str, Any]]:
        """Rows by day; by day and hour; by day and each dimension: one scan.

        `level` is 0 for days, 1 for hours, 2 and on for the dimensions.
        """
        inner = self._inner(
            [
                *(named(d.expr.copy(), f"d{i}") for i, d in enumerate(dims)),
                *(named(c.copy(), f"c{i}") for i, c in enumerate(columns.values())),
                named(exp.Null() if self.table.measure is None else self.table.measure.copy(), "m"),
            ]
        )
        day, hour, m = (column(name) for name in ("day", "hour", "m"))
        sets = [[day], [day, hour], *([day, column(f"d{i}")] for i in range(len(dims)))]
        level: exp.Expr = exp.Literal.number(0)
        names = ["hour", *(f"d{i}" for i in range(len(dims)))]
        for place, name in enumerate(names, start=1):
            is_here = exp.EQ(this=exp.Grouping(expressions=[column(name)]), expression=exp.Literal.number(0))
            level = exp.If(this=is_here, true=exp.Literal.number(place), false=level)
        value = exp.Cast(this=m.copy(), to=exp.DataType.build("DOUBLE"))
        tree = exp.Select(
            expressions=[
                named(day.copy(), "day"),
                *(named(column(name), name) for name in names),
                named(level, "level"),
                named(exp.Count(this=exp.Star()), "rows"),
                named(exp.Sum(this=value), "sum"),
                named(exp.Count(this=m.copy()), "count"),
                *(named(exp.Count(this=column(f"c{i}")), f"n{i}") for i in range(len(columns))),
            ]
        ).from_(inner, copy=False)
        tree.set(
            "group", exp.Group(expressions=[exp.GroupingSets(expressions=[_tuple(one) for one in sets])])
        )
        return self._run(tree)

    def read_keys(self) -> list[dict[str, Any]]:
        """Different primary keys and entities by day."""
        source = self.table.source
        parts: list[exp.Expr] = []
        keys = [column(key) for key in source.primary_key]
        whole: exp.Expr | None = keys[0] if len(keys) == 1 else exp.Tuple(expressions=keys) if keys else None
        people = next((e.expr for e in source.entities if not e.kind.is_single), None)
        picked = {"keys": whole, "entities": people}
        inner = self._inner([named(tree.copy(), name) for name, tree in picked.items() if tree is not None])
        for name, tree in picked.items():
            if tree is not None:
                parts.append(named(exp.Count(this=exp.Distinct(expressions=[column(name)])), name))
        if not parts:
            return []
        tree = exp.Select(expressions=[named(column("day"), "day"), *parts]).from_(inner, copy=False)
        return self._run(tree.group_by(column("day"), copy=False))

    def _inner(self, columns: Sequence[exp.Expr]) -> exp.Expr:
        catalog = self.project.catalog
        local = catalog.local(self.table.source, self.table.time, None)
        day = truncate(local, Grain.DAY).tree
        hour = exp.Extract(this=exp.var("HOUR"), expression=as_timestamp(local).copy())
        inside = exp.Between(this=day.copy(), low=date_literal(self.first), high=date_literal(self.last))
        tree = exp.Select(expressions=[named(day.copy(), "day"), named(hour, "hour"), *columns])
        tree = tree.from_(catalog.relation(self.table.source.relation, "t"), copy=False).where(
            inside, copy=False
        )
        return tree.subquery("p", copy=False)

    def _run(self, tree: exp.Select) -> list[dict[str, Any]]:
        return self.project.engine.execute(tree).table.to_pylist()


def _tuple(columns: Sequence[exp.Expr]) -> exp.Expr:
    return exp.Tuple(expressions=[one.copy() for one in columns])


def _lay_out(
    table: _Table,
    days: tuple[date, ...],
    rows: Sequence[dict[str, Any]],
    dims: Sequence[Dimension],
    columns: Mapping[str, exp.Expr],
) -> Profile:
    by_level: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if row["day"] is not None and row["day"] >= days[0]:
            by_level.setdefault(int(row["level"]), []).append(row)
    daily = by_level.get(0, [])
    total = _fill(daily, days, "rows")
    nulls = {name: total - _fill(daily, days, f"n{i}") for i, name in enumerate(columns)}
    has_measure = table.measure is not None
    return Profile(
        source=table.source.name,
        days=days,
        rows=total,
        hours=_lay_out_hours(by_level.get(1, []), days),
        sums=_fill(daily, days, "sum") if has_measure else None,
        counts=_fill(daily, days, "count") if has_measure else None,
        measure="" if table.measure is None else table.measure.sql(),
        nulls=nulls,
        values={d.name: _lay_out_values(by_level.get(2 + i, []), days, f"d{i}") for i, d in enumerate(dims)},
        role=table.role,
    )


def _fill(rows: Sequence[dict[str, Any]], days: tuple[date, ...], name: str) -> Floats:
    found = np.zeros(len(days))
    for row in rows:
        found[(row["day"] - days[0]).days] = float(row[name] or 0)
    return found


def _lay_out_hours(rows: Sequence[dict[str, Any]], days: tuple[date, ...]) -> Floats:
    hours = np.zeros((len(days), 24))
    for row in rows:
        if row["hour"] is not None:
            hours[(row["day"] - days[0]).days, int(row["hour"])] = float(row["rows"])
    has_hours = np.count_nonzero(hours.sum(axis=0)) > 1
    return hours if has_hours else np.zeros((0, 24))


def _lay_out_values(rows: Sequence[dict[str, Any]], days: tuple[date, ...], key: str) -> Values:
    labels: dict[object, int] = {}
    for row in rows:
        labels.setdefault(row[key], len(labels))
    shape = (len(labels), len(days))
    arrays = {name: np.zeros(shape) for name in ("rows", "sum", "count")}
    for row in rows:
        at = labels[row[key]], (row["day"] - days[0]).days
        for name, array in arrays.items():
            array[at] = float(row[name] or 0)
    return Values(labels=list(labels), rows=arrays["rows"], sums=arrays["sum"], counts=arrays["count"])


def _series(rows: Sequence[dict[str, Any]], days: tuple[date, ...], name: str) -> Floats | None:
    if not rows or name not in rows[0]:
        return None
    return _fill([row for row in rows if row["day"] is not None and row["day"] >= days[0]], days, name)
