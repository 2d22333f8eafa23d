"""Read what other tables about the same entities hold, where rows of a table are out of line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlglot import exp

from gnomon.ask.localtime import truncate
from gnomon.ask.trees import column, date_literal, named
from gnomon.base.time import Grain
from gnomon.explain.gate.profile import find_usual

if TYPE_CHECKING:
    from datetime import date

    from gnomon.app.asker import Asker
    from gnomon.define import Dimension, Entity, Source
    from gnomon.explain.gate import Profile
    from gnomon.explain.localise.grouping import Floats
    from gnomon.records.investigation import Period

__all__ = ["Siblings", "find_siblings"]

_MOST_SIBLINGS: Final = 3
_MOST_SLICES: Final = 3
_OUT_OF_LINE: Final = (0.6, 1.6)
_LOW: Final = 0.85
_ENOUGH: Final = 20
_CLEAR: Final = 4.0
_RECENT: Final = 21  # days before the period in which keys are looked for: joins cost more than counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Siblings:
    """Other tables about the same entities, by day.

    Attributes
    ----------
    rows : mapping of str to array, shape (d,)
        By table.
    slices : mapping of (str, object) to mapping of str to array, shape (d,)
        By dimension and value, then by table.
    orphans : mapping of str to array, shape (d,)
        By table that names keys of the one in question: share of them that it lacks.
    """

    rows: Mapping[str, Floats] = field(default_factory=dict[str, "Floats"])
    slices: Mapping[tuple[str, object], Mapping[str, Floats]] = field(
        default_factory=dict[tuple[str, object], Mapping[str, "Floats"]]
    )
    orphans: Mapping[str, Floats] = field(default_factory=dict[str, "Floats"])


def find_siblings(project: Asker, source: Source, profile: Profile, period: Period) -> Siblings:
    """Read other tables as far as rows of this one call for it; a table in line costs nothing.

    Parameters
    ----------
    profile : Profile
        Of the table in question.
    """
    first = max((period.start - profile.days[0]).days, 0)
    shares = _shares(profile.rows, first)
    low = _find_low(profile, first)
    is_odd = any(not _OUT_OF_LINE[0] <= share <= _OUT_OF_LINE[1] for share in shares)
    is_low = bool(low) or any(share < _LOW for share in shares)
    if not is_odd and not is_low:
        return Siblings()
    look = _Look(project=project, days=profile.days, recent=max(0, first - _RECENT))
    others = _find_related(project, source)
    rows: dict[str, Floats] = {}
    if is_odd:
        rows = {other.name: look.count(other, time) for other, time in others}
    slices = {slice_: look.count_slice(others, *slice_) for slice_ in low if slice_[1] is not None}
    orphans = look.find_orphans(source, others) if is_low else {}
    return Siblings(rows=rows, slices=slices, orphans=orphans)


def _shares(rows: Floats, first: int) -> list[float]:
    return [
        float(rows[day]) / usual
        for day in range(first, len(rows))
        if (usual := find_usual(rows, first, day)) >= _ENOUGH
    ]


def _list_falls(rows: Floats, first: int) -> Iterator[float]:
    """Shares of the usual rows on days that hold fewer by more than counts wobble."""
    for day in range(first, len(rows)):
        usual = find_usual(rows, first, day)
        if usual >= _ENOUGH and usual - float(rows[day]) >= _CLEAR * math.sqrt(usual):
            yield float(rows[day]) / usual


def _find_low(profile: Profile, first: int) -> list[tuple[str, object]]:
    """Slices with the fewest of their usual rows, the worst first."""
    found: list[tuple[float, str, object]] = []
    for name, values in profile.values.items():
        for at, label in enumerate(values.labels):
            least = min(_list_falls(values.rows[at], first), default=1.0)
            if least < _LOW:
                found.append((least, name, label))
    found.sort(key=lambda one: one[0])
    return [(name, label) for _, name, label in found[:_MOST_SLICES]]


def _find_related(project: Asker, source: Source) -> list[tuple[Source, Dimension]]:
    """Tables with a time that share a foreign entity, those that share most first."""
    own = {entity.name for entity in source.entities}
    related = [
        (len(own & {entity.name for entity in other.entities}), other, time)
        for other in project.model.sources.values()
        if other.name != source.name
        and other.validity is None
        and (time := other.dimension(other.default_time or "")) is not None
    ]
    shared = [one for one in related if one[0]]
    shared.sort(key=lambda one: -one[0])
    return [(other, time) for _, other, time in shared[:_MOST_SIBLINGS]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Reads tables over the days of a profile; keys from day `recent` on."""

    project: Asker
    days: Sequence[date]
    recent: int

    def count(self, source: Source, time: Dimension, where: exp.Expr | None = None) -> Floats:
        """Rows by day."""
        inner = self._inner(source, time, [], where, since=self.days[0])
        tree = exp.Select(expressions=[column("day"), named(exp.Count(this=exp.Star()), "found")])
        return self._fill(tree.from_(inner, copy=False).group_by(column("day"), copy=False))

    def count_slice(
        self, others: Sequence[tuple[Source, Dimension]], name: str, label: object
    ) -> dict[str, Floats]:
        """Rows by day of the tables that have a dimension, where it has a value."""
        found: dict[str, Floats] = {}
        for source, time in others:
            dimension = source.dimension(name)
            if dimension is not None and not dimension.is_time:
                has_value = exp.EQ(this=dimension.expr.copy(), expression=exp.convert(label))
                found[source.name] = self.count(source, time, has_value)
        return found

    def find_orphans(self, source: Source, others: Sequence[tuple[Source, Dimension]]) -> dict[str, Floats]:
        """Share of the keys that other tables name on a day and that the table lacks on all days."""
        own = next((e for e in source.entities if [e.expr.sql()] == list(source.primary_key)), None)
        if own is None:
            return {}
        found: dict[str, Floats] = {}
        for other, time in others:
            named_by = next((e for e in other.entities if e.name == own.name), None)
            if named_by is not None:
                found[other.name] = self._share_missing(source, own, (other, time, named_by))
        return found

    def _share_missing(self, source: Source, own: Entity, by: tuple[Source, Dimension, Entity]) -> Floats:
        other, time, entity = by
        relation = self.project.catalog.relation(source.relation, "t")
        known = exp.Select(expressions=[named(own.expr.copy(), "known")]).distinct(copy=False)
        known = known.from_(relation, copy=False)
        is_known = exp.EQ(this=column("known", "k"), expression=column("key", "p"))
        inner = self._inner(
            other, time, [named(entity.expr.copy(), "key")], None, since=self.days[self.recent]
        )
        missing = exp.Case().when(
            exp.Is(this=column("known", "k"), expression=exp.Null()), column("key", "p")
        )
        lacking, all_ = (_count_distinct(one) for one in (missing, column("key", "p")))
        share = exp.Div(this=exp.Mul(this=lacking, expression=exp.Literal.number("1.0")), expression=exp.Nullif(
            this=all_, expression=exp.Literal.number(0)))  # fmt: skip
        tree = exp.Select(expressions=[column("day", "p"), named(share, "found")]).from_(inner, copy=False)
        tree = tree.join(known.subquery("k", copy=False), on=is_known, join_type="left", copy=False)
        return self._fill(tree.group_by(column("day", "p"), copy=False))

    def _inner(
        self,
        source: Source,
        time: Dimension,
        columns: Sequence[exp.Expr],
        where: exp.Expr | None,
        *,
        since: date,
    ) -> exp.Subquery:
        catalog = self.project.catalog
        day = truncate(catalog.local(source, time, None), Grain.DAY).tree
        inside = exp.Between(this=day.copy(), low=date_literal(since), high=date_literal(self.days[-1]))
        tree = exp.Select(expressions=[named(day.copy(), "day"), *columns])
        tree = tree.from_(catalog.relation(source.relation, "t"), copy=False)
        for condition in (inside, where):
            tree = tree if condition is None else tree.where(condition, copy=False)
        return tree.subquery("p", copy=False)

    def _fill(self, tree: exp.Select) -> Floats:
        rows: list[dict[str, Any]] = self.project.engine.execute(tree).table.to_pylist()
        found = np.zeros(len(self.days))
        for row in rows:
            if row["day"] is not None:
                found[(row["day"] - self.days[0]).days] = float(row["found"] or 0)
        return found


def _count_distinct(tree: exp.Expr) -> exp.Count:
    return exp.Count(this=exp.Distinct(expressions=[tree.copy()]))
