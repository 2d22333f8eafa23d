"""Scan per entity: each entity's rows are added up by the keys asked, then the entities are summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from gnomon.ask.aggregates import aggregate
from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.plain import Built, ScanColumns, group_by_first, in_window, read_leaf, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import as_double, column, divide, literal_of, named, or_all
from gnomon.base.errors import DataError, InternalError
from gnomon.define.expressions import render

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch
    from gnomon.ask.scans.plain import Numbered

__all__ = ["EntityRule", "EntitySummary", "per_entity_scan"]

_RANKED = ("gini", "top_share")
_ZERO_WITHOUT_ROWS = ("sum", "count", "distinct")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRule:
    """Rows are added up for each of these entities; a row that lacks one belongs to nobody."""

    word: ClassVar[str] = "metric per entity"
    entities: tuple[str, ...]

    @property
    def matures(self) -> None:
        """A period is final with its rows."""
        return

    def __str__(self) -> str:
        return f"per {' and '.join(self.entities)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySummary:
    """What is added up for an entity, and how the entities are summed up."""

    agg: str
    where: exp.Expr | None
    summarize: str
    p: float
    at_least: int | float | None
    at_most: int | float | None
    top: float | None

    @property
    def is_ranked(self) -> bool:
        """Whether entities must be put in order first."""
        return self.summarize in _RANKED

    def __str__(self) -> str:
        where = "" if self.where is None else f" where {render(self.where)}"
        return f"{self.summarize} of {self.agg}{where}"


def per_entity_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Add up the rows of each entity and key once for all leaves, then sum up the entities by key.

    Raises
    ------
    DataError
        If an inequality is asked over values of which some are negative.
    """
    leaf = leaves[0][1]
    aliases = [alias for alias, _ in keys]
    each, names = _each_entity(context, leaves, keys, window)
    _refuse_negative(context, leaf, each, [names[n] for n, one in leaves if _may_be_negative(one)])
    rows = each
    ranked = dict.fromkeys(names[n] for n, one in leaves if _summary(one).is_ranked)
    if ranked:
        rows = _ranked(each, aliases, list(ranked))
    of_leaf = {number: (f"v{number}", f"n{number}") for number, _ in leaves}
    calls: list[exp.Expr] = []
    for number, one in leaves:
        calls.append(named(_summarize(_summary(one), names[number]), f"v{number}"))
        calls.append(named(exp.Count(this=column(names[number], "entity_rows")), f"n{number}"))
    select = exp.Select(expressions=[*(column(a, "entity_rows") for a in aliases), *calls])
    select = select.from_(rows.subquery("entity_rows", copy=False), copy=False)
    return Built(select=group_by_first(select, len(aliases)), of_leaf=of_leaf)


def _summary(leaf: Leaf) -> EntitySummary:
    if not isinstance(leaf.part, EntitySummary):
        raise InternalError("A metric per entity needs a summary.")
    return leaf.part


def _each_entity(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> tuple[exp.Select, dict[int, str]]:
    """Give one row for each entity and key, and the column of each leaf's value."""
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, EntityRule):
        raise InternalError("A scan per entity needs its rule.")
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    key_trees = [(alias, rows.value(key.path)) for alias, key in keys]
    whose = [
        (f"e{i}", rows.value(tuple(name.replace("__", ".").split("."))))
        for i, name in enumerate(rule.entities)
    ]
    columns = ScanColumns(select={}, of_leaf={})
    names = {number: columns.add(_added_up(rows, number, one), f"x{number}") for number, one in leaves}
    select = exp.Select(
        expressions=[
            *(named(tree, alias) for alias, tree in [*key_trees, *whose]),
            *(named(call, name) for call, name in columns.select.items()),
        ]
    )
    known = [exp.Not(this=exp.Is(this=tree.copy(), expression=exp.Null())) for _, tree in whose]
    conditions = [*in_window(rows, window), *read_leaf(rows, leaves[0][0], leaf).conditions, *known]
    select = where_all(rows.read(select), conditions)
    return group_by_first(select, len(key_trees) + len(whose)), names


def _added_up(rows: Rows, number: int, leaf: Leaf) -> exp.Expr:
    """Build one entity's value: nothing counted or summed is zero, the least of nothing is no value."""
    part = _summary(leaf)
    reading = read_leaf(rows, number, leaf)
    condition = None if part.where is None else rows.condition(part.where)
    inner = Leaf(source=leaf.source, agg=part.agg, expr=leaf.expr, time=leaf.time)
    call = aggregate(inner, reading.value, condition)
    is_filled = part.agg in _ZERO_WITHOUT_ROWS
    return exp.Coalesce(this=call, expressions=[exp.Literal.number(0)]) if is_filled else call


def _may_be_negative(leaf: Leaf) -> bool:
    part = _summary(leaf)
    return part.is_ranked and part.agg not in {"count", "distinct"}


def _refuse_negative(context: Context, leaf: Leaf, each: exp.Select, names: Sequence[str]) -> None:
    """Look once at the values: an inequality over values below zero has no meaning."""
    if not names:
        return
    below = [exp.LT(this=column(name, "each_row"), expression=exp.Literal.number(0)) for name in names]
    look = exp.Select(expressions=[named(exp.Count(this=exp.Star()), "rows")])
    look = look.from_(each.copy().subquery("each_row", copy=False), copy=False)
    if context.catalog.look(look.where(or_all(below), copy=False), context.source_of(leaf))["rows"]:
        raise DataError(
            f"Some values per {' and '.join(_entities(leaf))} of source {leaf.source!r} are below zero; shares of a "
            "whole and the Gini coefficient need values of 0 or more. Filter them, or sum up another expression.",
            code="DAT-313",
            where=leaf.source,
        )


def _entities(leaf: Leaf) -> tuple[str, ...]:
    return leaf.rule.entities if isinstance(leaf.rule, EntityRule) else ()


def _ranked(each: exp.Select, aliases: Sequence[str], names: Sequence[str]) -> exp.Select:
    """Number the entities of each key by their value, the greatest first, and say how many there are."""
    star = exp.Column(this=exp.Star(), table=exp.to_identifier("each_row"))
    numbered: list[exp.Expr] = []
    for name in names:
        value = column(name, "each_row")
        order = exp.Order(expressions=[exp.Ordered(this=value, desc=True, nulls_first=False)])
        within = [column(a, "each_row") for a in aliases] or None
        rank = exp.Window(this=exp.RowNumber(), partition_by=within, order=order)
        number = exp.Window(
            this=exp.Count(this=value.copy()), partition_by=within and [w.copy() for w in within]
        )
        numbered += [named(rank, f"r{name}"), named(number, f"o{name}")]
    select = exp.Select(expressions=[star, *numbered])
    return select.from_(each.subquery("each_row", copy=False), copy=False)


def _summarize(part: EntitySummary, name: str) -> exp.Expr:
    value = column(name, "entity_rows")
    if part.is_ranked:
        rank, number = (column(f"{letter}{name}", "entity_rows") for letter in "ro")
        return _gini(value, rank) if part.top is None else _top_share(part.top, value, rank, number)
    match part.summarize:
        case "average":
            return exp.Avg(this=value)
        case "percentile":
            share = exp.Literal.number(repr(part.p))
            return exp.Anonymous(this="quantile_cont", expressions=[as_double(value), share])
        case "sum":
            return exp.Sum(this=value)
        case "count":
            return _reaching(part, value)
        case "share":
            return divide(_reaching(part, value), exp.Count(this=value.copy()))
        case _:
            raise InternalError(f"Unknown summary {part.summarize!r}.")


def _reaching(part: EntitySummary, value: exp.Expr) -> exp.Expr:
    conditions: list[exp.Expr] = []
    if part.at_least is not None:
        conditions.append(exp.GTE(this=value.copy(), expression=literal_of(part.at_least)))
    if part.at_most is not None:
        conditions.append(exp.LTE(this=value.copy(), expression=literal_of(part.at_most)))
    tree = value.copy()
    for condition in reversed(conditions):
        tree = exp.Case(ifs=[exp.If(this=condition, true=tree)])
    return exp.Count(this=tree)


def _gini(value: exp.Expr, rank: exp.Expr) -> exp.Expr:
    """Build G = ((n + 1) T - 2 sum(r x)) / (n T), with T the total and r from 1 at the greatest value."""
    number = as_double(exp.Count(this=value.copy()))
    total = exp.Sum(this=as_double(value.copy()))
    held = exp.Mul(this=rank.copy(), expression=as_double(value.copy()))
    plus_one = exp.Paren(this=exp.Add(this=number, expression=exp.Literal.number(1)))
    twice = exp.Mul(this=exp.Literal.number(2), expression=exp.Sum(this=held))
    top = exp.Sub(this=exp.Mul(this=plus_one, expression=total), expression=twice)
    return divide(exp.Paren(this=top), exp.Mul(this=number.copy(), expression=total.copy()))


def _top_share(share: float, value: exp.Expr, rank: exp.Expr, number: exp.Expr) -> exp.Expr:
    """Add up the first ceil(top n) entities; whole numbers alone decide who is one of them."""
    top = Fraction(repr(share))
    before = exp.Paren(this=exp.Sub(this=rank, expression=exp.Literal.number(1)))
    is_top = exp.LT(
        this=exp.Mul(this=before, expression=exp.Literal.number(top.denominator)),
        expression=exp.Mul(this=number, expression=exp.Literal.number(top.numerator)),
    )
    held = exp.Case(ifs=[exp.If(this=is_top, true=as_double(value.copy()))])
    return divide(exp.Sum(this=held), exp.Sum(this=as_double(value.copy())))
