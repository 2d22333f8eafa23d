"""Compile a question: from names to one SQL tree, and a plan that says how."""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlglot import exp

from gnomon.ask.asked import (
    check_metrics,
    default_grain,
    finest_grain,
    known_grain,
    read_keys,
    read_window,
    refuse_finer,
    split_where,
)
from gnomon.ask.assemble import assemble, merge_scans, settled
from gnomon.ask.comparisons import lag_of, lagged
from gnomon.ask.compiled import Compiled
from gnomon.ask.complete import complete_column, loaded_through, moment_known
from gnomon.ask.context import Context
from gnomon.ask.custom_periods import widen_to_periods
from gnomon.ask.final import final_until
from gnomon.ask.finish import finish
from gnomon.ask.loaded_window import note_unloaded
from gnomon.ask.lower import lower_metric
from gnomon.ask.members import compile_members
from gnomon.ask.moments import as_moment
from gnomon.ask.outputs import Asked
from gnomon.ask.scans.group import Scan, build_scan, group_leaves
from gnomon.ask.slices import refuse_slices
from gnomon.ask.trees import column, named, with_queries
from gnomon.base.errors import QuestionError
from gnomon.records.question import Question

if TYPE_CHECKING:
    from gnomon.ask.catalog import Catalog
    from gnomon.ask.context import Stretch
    from gnomon.ask.leaf import Formula, Leaf
    from gnomon.define.metric import Empty
    from gnomon.define.project import Model

__all__ = ["compile_question"]


def compile_question(model: Model, catalog: Catalog, question: Question, *, now: datetime) -> Compiled:
    """Compile a question against a model and the data at hand.

    Parameters
    ----------
    now : datetime
        Zone-aware moment that counts as now.

    Raises
    ------
    UnknownNameError, QuestionError
        If the question has no right answer as it stands.
    """
    started = clock.perf_counter()
    if not question.metrics:
        return compile_members(model, catalog, question, now=now)
    check_metrics(model, question.metrics)
    row_where, value_where = split_where(model, question.where, question.metrics, question.by)
    formulas = [_filtered(lower_metric(model, name), row_where) for name in question.metrics]
    base_leaves = list(dict.fromkeys(leaf for f in formulas for leaf in f.leaves))
    by_metric = {name: f.leaves for name, f in zip(question.metrics, formulas, strict=True)}
    default = default_grain(model, by_metric, catalog)
    keys = read_keys(model, question, base_leaves, default)
    refuse_finer(model, by_metric, keys, catalog)
    refuse_slices(model, by_metric, keys)
    finest = finest_grain(keys)
    known_by = known_grain(model, by_metric, catalog)
    asked_window, is_widened = read_window(question, keys, known_by, week_start=model.settings.week_start)
    window = widen_to_periods(catalog, finest, asked_window)
    is_widened = is_widened or window != asked_window
    local_now = now.astimezone(ZoneInfo(model.settings.timezone)).replace(tzinfo=None)
    context = Context(
        model=model,
        catalog=catalog,
        keys=keys,
        window=window,
        default_grain=default,
        finest=finest,
        now=local_now,
        inner_query=_InnerQueries(model=model, catalog=catalog, now=now),
        where=row_where,
        horizon=None if question.as_of is None else local_now,
    )
    asked = _ask_all(context, question, formulas)
    leaves, asked = _number(asked)
    scans = group_leaves(context, leaves)
    tree = _with_flags(context, scans, asked, leaves)
    tree = finish(tree, question, keys, value_where)
    for item in asked:
        own = [leaves[i] for i in item.formula.numbers]
        if not item.bound_of:
            note_unloaded(context, item.metric, own, compared=item.comparison)
    notes = _notes(context, question, is_widened=is_widened)
    return Compiled(
        tree=tree,
        question=question,
        keys=keys,
        comparisons=tuple(_comparison_names(question)),
        bounded=frozenset(item.bound_of for item in asked if item.bound_of),
        scans=scans,
        sources=tuple(context.sources_read),
        leaves=tuple(leaves),
        loaded_through=loaded_through(context, base_leaves),
        notes=notes,
        seconds=clock.perf_counter() - started,
    )


def _filtered(formula: Formula, where: Sequence[exp.Expr]) -> Formula:
    return (
        replace(formula, leaves=tuple(leaf.filtered(*where) for leaf in formula.leaves)) if where else formula
    )


def _comparison_names(question: Question) -> list[str]:
    names: list[str] = []
    for comparison in question.compare:
        name = comparison.name
        names.append(name if name not in names else f"{name}_{len(names)}")
    return names


def _ask_all(context: Context, question: Question, formulas: Sequence[Formula]) -> list[Asked]:
    """One value column a metric and a comparison."""
    names = _comparison_names(question)
    if names and context.finest is not None and not context.is_nested:
        message = (
            "A comparison needs time keys that lie inside each other: ask by one grain, without parts of it."
        )
        raise QuestionError(message, code="ASK-240", where="compare")
    week = context.model.settings.week_start
    lags = [
        lag_of(c, finest=context.finest, window=context.window, week_start=week) for c in question.compare
    ]
    found: list[Asked] = []
    for name, formula in zip(question.metrics, formulas, strict=True):
        empty = context.model.metrics[name].empty
        found.append(Asked(name=name, formula=formula, empty=empty, n_name=f"{name}__n"))
        found += _bounds_of(name, formula, empty)
        for label, lag in zip(names, lags, strict=True):
            moved = lagged(formula, lag, effective=lambda leaf: _final_moment(context, leaf))
            found.append(Asked(name=f"{name}__{label}", formula=moved, empty=empty, comparison=label))
    return found


def _final_moment(context: Context, leaf: Leaf) -> datetime | None:
    known = moment_known(context, [leaf])
    return None if known is None else final_until(context, leaf, known)


def _bounds_of(name: str, formula: Formula, empty: Empty) -> list[Asked]:
    """Columns of the ends of a metric's interval."""
    ends = zip(("low", "high"), formula.bounds or (), strict=False)
    return [
        Asked(
            name=f"{name}__{end}",
            formula=replace(formula, value=tree, empty=None, bounds=None),
            empty=replace(empty, value=None),
            bound_of=name,
        )
        for end, tree in ends
    ]


def _number(asked: Sequence[Asked]) -> tuple[list[Leaf], list[Asked]]:
    numbers: dict[Leaf, int] = {}
    found: list[Asked] = []
    for item in asked:
        own = tuple(numbers.setdefault(leaf, len(numbers)) for leaf in item.formula.leaves)
        found.append(replace(item, formula=replace(item.formula, numbers=own)))
    return list(numbers), [replace(item, compared=_compared(item, found)) for item in found]


def _compared(item: Asked, asked: Sequence[Asked]) -> tuple[int, ...]:
    """Numbers of the leaves that a metric's comparisons stand on."""
    if item.n_name is None:
        return ()
    own = f"{item.name}__"
    others = (o for o in asked if o.n_name is None and not o.bound_of and o.name.startswith(own))
    return tuple(dict.fromkeys(n for other in others for n in other.formula.numbers))


def _with_flags(
    context: Context,
    scans: Sequence[Scan],
    asked: Sequence[Asked],
    leaves: Sequence[Leaf],
) -> exp.Select:
    built = [(scan.name, build_scan(context, scan)) for scan in scans]
    places = {number: (name, *pair) for name, each in built for number, pair in each.of_leaf.items()}
    merged = merge_scans(context, built, asked, leaves)
    tree = assemble(context, asked, places, leaves)
    for item in asked:
        if item.n_name is not None:
            flag = complete_column(context, [leaves[i] for i in item.formula.numbers])
            flag = settled(flag, item, built)
            tree = tree.select(named(flag, f"{item.name}__complete", quoted=True), copy=False)
    return with_queries(tree, [*((name, each.select) for name, each in built), ("merged", merged)])


def _notes(context: Context, question: Question, *, is_widened: bool) -> tuple[str, ...]:
    notes = list(context.notes)
    if is_widened:
        window = context.window
        notes.append(f"The window was widened to whole periods: {_told(window)}.")
    for name in question.metrics:
        metric = context.model.metrics[name]
        if metric.deprecated_by:
            notes.append(f"{name} is deprecated; use {metric.deprecated_by}.")
        since, start = metric.valid_since, context.window.start
        if since is not None and (start is None or start < as_moment(since)):
            notes.append(f"{name} is defined since {since}; earlier values may not mean the same.")
    return tuple(notes)


def _told(window: Stretch) -> str:
    """Say a window in words; an end that was not given is not named."""
    start = [] if window.start is None else [f"from {window.start.date()}"]
    end = [] if window.end is None else [f"up to, not including, {window.end.date()}"]
    return " ".join((*start, *end))


@dataclass(frozen=True, slots=True, kw_only=True)
class _InnerQueries:
    """Compiles ``metric(name, per)``: the metric's value for each key, over all time, without the filters asked."""

    model: Model
    catalog: Catalog
    now: datetime

    def __call__(self, name: str, per: tuple[str, ...]) -> exp.Select:
        question = Question(metrics=(name,), by=(".".join(per),))
        inner = compile_question(self.model, self.catalog, question, now=self.now).tree
        key, value = inner.expressions[0].alias, inner.expressions[1].alias
        inner.set("order", None)
        outer = exp.Select(
            expressions=[
                named(column(key, "inner_answer"), "key"),
                named(column(value, "inner_answer"), "value"),
            ]
        )
        return outer.from_(inner.subquery("inner_answer", copy=False), copy=False)
