"""The rows of one source as a question sees them: names become columns, columns bring their joins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, time_value
from gnomon.ask.context import Stretch
from gnomon.ask.scans.fan_out import refuse_fan_out, shared_partitions
from gnomon.ask.trees import all_of, column, qualify
from gnomon.base.errors import InternalError, QuestionError
from gnomon.base.time import Grain
from gnomon.define.expressions import is_metric_call, path_of
from gnomon.define.graph import JoinStep, ResolvedName, resolve

if TYPE_CHECKING:
    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.localtime import LocalTime
    from gnomon.define.source import Dimension, Source

__all__ = ["METRIC_TIME", "Rows", "is_metric_time", "metric_call"]

METRIC_TIME = "metric_time"
ROOT = "t"
_NAME_AND_GRAIN = 2


@dataclass(slots=True)
class Rows:
    """One source under alias ``t`` and the sources joined to it so far.

    Attributes
    ----------
    time : Dimension or None
        The metric's own time.
    """

    context: Context
    source: Source
    time: Dimension | None
    alias: str = ROOT
    _joins: dict[tuple[JoinStep, ...], str] = field(default_factory=dict)
    _inner: dict[exp.Expr, tuple[str, exp.Select]] = field(default_factory=dict)
    _calendars: CalendarJoins = field(default_factory=CalendarJoins)

    def own(self, tree: exp.Expr) -> exp.Expr:
        """Qualify an expression over the source's own columns."""
        return qualify(tree, self.alias)

    def measured(self, leaf: Leaf) -> exp.Expr | None:
        """Build what a leaf aggregates; None where it counts rows."""
        if leaf.expr is None:
            return None
        return self.condition(leaf.expr) if leaf.is_reached else self.own(leaf.expr)

    def metric_time(self) -> LocalTime:
        """Build the metric's own time, in the reporting zone.

        Raises
        ------
        QuestionError
            If the source has no time.
        """
        if self.time is None:
            raise QuestionError(f"Source {self.source.name!r} has no time dimension.", code="ASK-211")
        return self.context.catalog.local(self.source, self.time, self.alias)

    def time_of(self, name: str) -> LocalTime:
        """Build another time dimension of the source, in the reporting zone."""
        dimension = self.context.catalog.time_dimension(self.source, name)
        return self.context.catalog.local(self.source, dimension, self.alias)

    def is_own_time(self, path: tuple[str, ...]) -> bool:
        """Whether a name means the metric's own time."""
        return is_metric_time(path) or self._is_time_dimension(path)

    def _is_time_dimension(self, path: tuple[str, ...]) -> bool:
        if self.time is None:
            return False
        bare = path[1:] if len(path) > 1 and self._is_about(path[0]) else path
        return bool(bare) and bare[0] == self.time.name and len(bare) <= _NAME_AND_GRAIN

    def _is_about(self, entity: str) -> bool:
        held = self.source.entity(entity)
        return entity == self.source.primary_entity or (held is not None and held.kind.is_single)

    def value(self, path: tuple[str, ...]) -> exp.Expr:
        """Build the column that a dotted name stands for, and join what it needs."""
        if is_metric_time(path):
            suffix = path[1] if len(path) > 1 else self.context.default_grain
            return time_value(self.context.model, self.metric_time(), suffix, self._calendars)
        found = resolve(self.context.model, self.source.name, path)
        alias = self._join(found.steps)
        target = self.context.model.sources[found.source]
        value = self._target_value(found, target, alias, path)
        return value if not found.steps else self._only_matched(value, found, target, alias)

    def _only_matched(self, value: exp.Expr, found: ResolvedName, target: Source, alias: str) -> exp.Expr:
        """A row without a match has no value, also where the expression would make one up from nulls."""
        if isinstance(value, (exp.Column, exp.Cast, exp.TimestampTrunc)):
            return value
        key = target.entity(found.steps[-1].entity)
        if key is None:
            raise InternalError(f"{alias} was joined over an entity that {target.name!r} does not hold.")
        matched = exp.Not(this=exp.Is(this=qualify(key.expr, alias), expression=exp.Null()))
        return exp.Case(ifs=[exp.If(this=matched, true=value)])

    def _target_value(
        self, found: ResolvedName, target: Source, alias: str, path: tuple[str, ...]
    ) -> exp.Expr:
        if found.entity is not None:
            return qualify(found.entity.expr, alias)
        dimension = found.dimension
        if dimension is None:
            raise InternalError(f"{'.'.join(path)!r} names neither a dimension nor an entity.")
        if not dimension.is_time:
            return qualify(dimension.expr, alias)
        local = self.context.catalog.local(target, dimension, alias)
        suffix = found.part.value if found.part else found.grain
        return time_value(
            self.context.model, local, suffix or self._default_grain(dimension), self._calendars
        )

    @staticmethod
    def _default_grain(dimension: Dimension) -> str:
        grain = dimension.grain or Grain.DAY
        return max(grain, Grain.DAY, key=lambda g: g.rank).value

    def condition(self, tree: exp.Expr) -> exp.Expr:
        """Resolve every name of a condition."""

        def swap(node: exp.Expr) -> exp.Expr:
            if is_metric_call(node):
                return self.inner_metric(node)
            path = path_of(node)
            return node if path is None else self.value(path)

        return tree.copy().transform(swap, copy=False)

    def inner_metric(self, call: exp.Expr) -> exp.Expr:
        """Build the value of ``metric(name, per)`` for the row at hand."""
        key = call
        if key not in self._inner:
            name, per = metric_call(call)
            self.value(per)
            self._inner[key] = (f"m{len(self._inner)}", self.context.inner_query(name, per))
        return column("value", self._inner[key][0])

    def _join(self, steps: tuple[JoinStep, ...]) -> str:
        if not steps:
            return self.alias
        self._join(steps[:-1])
        if steps not in self._joins:
            self._joins[steps] = f"j{len(self._joins)}"
            left, right = (
                self.context.model.sources[n] for n in (steps[-1].left_source, steps[-1].right_source)
            )
            self.context.sources_read[right.name] = None
            refuse_fan_out(self.context.catalog, left, right, steps[-1].entity)
        return self._joins[steps]

    @property
    def joined_sources(self) -> tuple[str, ...]:
        """Sources on the far side of the joins."""
        return tuple(dict.fromkeys(steps[-1].right_source for steps in self._joins))

    def read(self, select: exp.Select) -> exp.Select:
        """Add FROM and the joins that names have asked for."""
        catalog = self.context.catalog
        select = select.from_(catalog.rows(self.source, self.alias), copy=False)
        for steps, alias in self._joins.items():
            right = self.context.model.sources[steps[-1].right_source]
            left = self.context.model.sources[steps[-1].left_source]
            left_alias = self.alias if len(steps) == 1 else self._joins[steps[:-1]]
            on = self._on(left, left_alias, right, alias, steps[-1].entity)
            select = select.join(catalog.rows(right, alias), on=on, join_type="left", copy=False)
        for call, (alias, query) in self._inner.items():
            _, per = metric_call(call)
            on = exp.EQ(this=self.value(per), expression=column("key", alias))
            select = select.join(query.subquery(alias), on=on, join_type="left", copy=False)
        if self.context.horizon is not None and self.time is not None:
            local = self.metric_time()
            known = Stretch(end=self.context.horizon).holds(local.tree, is_date=local.is_date)
            select = select.where(*known, copy=False)
        return self._calendars.join_to(select, self.context.catalog)

    def _on(self, left: Source, left_alias: str, right: Source, right_alias: str, entity: str) -> exp.Expr:
        near, far = left.entity(entity), right.entity(entity)
        if near is None or far is None:
            raise InternalError(f"No entity {entity!r} to join {left.name!r} and {right.name!r} on.")
        conditions: list[exp.Expr] = [
            exp.EQ(this=qualify(near.expr, left_alias), expression=qualify(far.expr, right_alias))
        ]
        conditions += self._partition_conditions(left, left_alias, right, right_alias)
        conditions += self._validity_conditions(right, right_alias)
        return all_of(*conditions)

    def _partition_conditions(
        self, left: Source, left_alias: str, right: Source, right_alias: str
    ) -> list[exp.Expr]:
        local = self.context.catalog.local
        found: list[exp.Expr] = []
        for ours, theirs in shared_partitions(left, right):
            if ours.is_time and theirs.is_time:
                pair = (local(left, ours, left_alias).tree, local(right, theirs, right_alias).tree)
            else:
                pair = (qualify(ours.expr, left_alias), qualify(theirs.expr, right_alias))
            found.append(exp.EQ(this=pair[0], expression=pair[1]))
        return found

    def _validity_conditions(self, right: Source, right_alias: str) -> list[exp.Expr]:
        if right.validity is None:
            return []
        moment = self.metric_time().tree
        start = self._edge(right, right.validity.start, right_alias)
        end = self._edge(right, right.validity.end, right_alias)
        still = exp.Or(
            this=exp.LT(this=moment.copy(), expression=end),
            expression=exp.Is(this=end.copy(), expression=exp.Null()),
        )
        return [exp.GTE(this=moment, expression=start), exp.Paren(this=still)]

    def _edge(self, source: Source, name: str, alias: str) -> exp.Expr:
        dimension = source.dimension(name)
        if dimension is None:
            raise InternalError(f"Source {source.name!r} has no validity column {name!r}.")
        return self.context.catalog.local(source, dimension, alias).tree


def is_metric_time(path: tuple[str, ...]) -> bool:
    """Whether a name is ``metric_time`` or a grain or part of it."""
    return bool(path) and path[0] == METRIC_TIME and len(path) <= _NAME_AND_GRAIN


def metric_call(call: exp.Expr) -> tuple[str, tuple[str, ...]]:
    """Read ``metric(name, per)``.

    Raises
    ------
    QuestionError
        If it is not of that form.
    """
    match [path_of(a) for a in call.expressions]:
        case [(str(name),), (str(), *_) as per]:
            return name, tuple(per)
        case _:
            raise QuestionError(
                "Write metric(name, per), for example metric(plays, user) > 2.", code="ASK-209"
            )
