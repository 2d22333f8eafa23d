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
    read_keys,
    read_window,
    split_where,
)
from gnomon.ask.assemble import Asked, assemble, merge_scans
from gnomon.ask.comparisons import lag_of, lagged
from gnomon.ask.complete import complete_column, loaded_through, moment_known
from gnomon.ask.context import Context, Key
from gnomon.ask.group import Scan, build_scan, group_leaves
from gnomon.ask.lower import lower_metric
from gnomon.ask.trees import and_all, column
from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.define.expressions import path_of
from gnomon.records.question import Question

if TYPE_CHECKING:
    from gnomon.ask.catalog import Catalog
    from gnomon.ask.leaf import Formula, Leaf
    from gnomon.define.project import Model

__all__ = ["Compiled", "compile_question"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compiled:
    """A question ready to run.

    Attributes
    ----------
    tree : sqlglot Select
        One query; engine independent until it is rendered.
    keys : tuple of Key
        Key columns in order.
    comparisons : tuple of str
        Names of the compared values, in order.
    scans : tuple of Scan
        What is read together.
    sources : tuple of str
        Sources that are read, joins included.
    loaded_through : datetime or None
        Earliest moment up to which data is loaded (reporting zone).
    notes : tuple of str
        What a reader should know.
    """

    tree: exp.Select
    question: Question
    keys: tuple[Key, ...]
    comparisons: tuple[str, ...]
    scans: tuple[Scan, ...]
    sources: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    loaded_through: datetime | None
    notes: tuple[str, ...]
    seconds: float


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
    check_metrics(model, question.metrics)
    row_where, value_where = split_where(model, question.where, question.metrics, question.by)
    formulas = [_filtered(lower_metric(model, name), row_where) for name in question.metrics]
    base_leaves = list(dict.fromkeys(leaf for f in formulas for leaf in f.leaves))
    default = default_grain(model, question.metrics, base_leaves, catalog)
    keys = read_keys(model, question, base_leaves, default)
    finest = finest_grain(keys)
    window, is_widened = read_window(question, keys, default, week_start=model.settings.week_start)
    context = Context(
        model=model,
        catalog=catalog,
        keys=keys,
        window=window,
        default_grain=default,
        finest=finest,
        now=now.astimezone(ZoneInfo(model.settings.timezone)).replace(tzinfo=None),
        inner_query=_InnerQueries(model=model, catalog=catalog, now=now),
        where=row_where,
    )
    if not question.metrics:
        raise QuestionError("Ask for at least one metric.", code="ASK-215", where="metrics")
    asked = _ask_all(context, question, formulas)
    leaves, asked = _number(asked)
    scans = group_leaves(context, leaves)
    tree = _with_flags(context, scans, asked, leaves, question)
    tree = _finish(tree, question, keys, value_where)
    notes = _notes(context, question, is_widened=is_widened)
    return Compiled(
        tree=tree,
        question=question,
        keys=keys,
        comparisons=tuple(_comparison_names(question)),
        scans=scans,
        sources=tuple(context.sources_read),
        leaves=tuple(leaves),
        loaded_through=loaded_through(context, base_leaves),
        notes=notes,
        seconds=clock.perf_counter() - started,
    )


def _filtered(formula: Formula, where: Sequence[exp.Expression]) -> Formula:
    return replace(formula, leaves=tuple(leaf.filtered(*where) for leaf in formula.leaves)) if where else formula


def _comparison_names(question: Question) -> list[str]:
    names: list[str] = []
    for comparison in question.compare:
        name = comparison.name
        names.append(name if name not in names else f"{name}_{len(names)}")
    return names


def _ask_all(context: Context, question: Question, formulas: Sequence[Formula]) -> list[Asked]:
    """One value column a metric and a comparison."""
    names = _comparison_names(question)
    lags = [lag_of(c, finest=context.finest, window=context.window) for c in question.compare]
    found: list[Asked] = []
    for name, formula in zip(question.metrics, formulas, strict=True):
        empty = context.model.metrics[name].empty
        found.append(Asked(name=name, formula=formula, empty=empty, n_name=f"{name}__n"))
        for label, lag in zip(names, lags, strict=True):
            moved = lagged(formula, lag, effective=lambda leaf: moment_known(context, [leaf]))
            found.append(Asked(name=f"{name}__{label}", formula=moved, empty=empty))
    return found


def _number(asked: Sequence[Asked]) -> tuple[list[Leaf], list[Asked]]:
    numbers: dict[Leaf, int] = {}
    found: list[Asked] = []
    for item in asked:
        own = tuple(numbers.setdefault(leaf, len(numbers)) for leaf in item.formula.leaves)
        found.append(replace(item, formula=replace(item.formula, numbers=own)))
    return list(numbers), found


def _with_flags(
    context: Context, scans: Sequence[Scan], asked: Sequence[Asked], leaves: Sequence[Leaf], question: Question
) -> exp.Select:
    built = [(scan.name, build_scan(context, scan)) for scan in scans]
    places = {number: (name, *pair) for name, each in built for number, pair in each.of_leaf.items()}
    merged = merge_scans(context, built, asked, leaves)
    tree = assemble(context, asked, places, leaves)
    for item in asked:
        if item.n_name is not None:
            flag = complete_column(context, [leaves[i] for i in item.formula.numbers])
            tree = tree.select(exp.alias_(flag, f"{item.name}__complete", quoted=True), copy=False)
    for name, each in built:
        tree = tree.with_(name, as_=each.select, copy=False)
    return tree.with_("merged", as_=merged, copy=False)


def _finish(
    tree: exp.Select, question: Question, keys: Sequence[Key], value_where: Sequence[exp.Expression]
) -> exp.Select:
    """Filter on values, order and cut."""
    outputs = [e.alias for e in tree.expressions]
    if value_where:
        tree = _keep_values(tree, keys, value_where)
    for item in question.order_by or tuple(k.name for k in keys):
        name = item.removeprefix("-")
        if name not in outputs:
            raise UnknownNameError.of("column", name, outputs, where="order_by")
        ordered = exp.Ordered(this=column(name), desc=item.startswith("-"), nulls_first=False)
        tree = tree.order_by(ordered, copy=False)
    if question.limit is not None:
        tree = tree.limit(question.limit, copy=False)
    return tree


def _keep_values(
    tree: exp.Select, keys: Sequence[Key], value_where: Sequence[exp.Expression]
) -> exp.Select:
    by_path = {key.path: key.name for key in keys}
    inner = tree.copy()
    ctes = inner.args.pop("with_", None) or inner.args.pop("with", None)

    def swap(node: exp.Expression) -> exp.Expression:
        path = path_of(node)
        if path is None:
            return node
        if path in by_path:
            return column(by_path[path], "answered")
        if len(path) == 1:
            return column(path[0], "answered")
        raise QuestionError(
            f"{'.'.join(path)!r} stands beside a metric in a condition, so it must be asked for in `by`.", code="ASK-216"
        )

    condition = and_all([c.copy().transform(swap, copy=False) for c in value_where])
    star = exp.Column(this=exp.Star(), table=exp.to_identifier("answered"))
    outer = exp.Select(expressions=[column(e.alias, "answered") for e in inner.expressions] or [star])
    outer = outer.from_(inner.subquery("answered"), copy=False).where(condition, copy=False)
    if ctes is not None:
        outer.set("with_", ctes)
    return outer


def _notes(context: Context, question: Question, *, is_widened: bool) -> tuple[str, ...]:
    notes: list[str] = []
    if is_widened:
        window = context.window
        start = "the first row" if window.start is None else window.start.date().isoformat()
        end = "the last row" if window.end is None else window.end.date().isoformat()
        notes.append(f"The window was widened to whole periods: from {start} up to, not including, {end}.")
    for name in question.metrics:
        metric = context.model.metrics[name]
        if metric.deprecated_by:
            notes.append(f"{name} is deprecated; use {metric.deprecated_by}.")
    return tuple(notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _InnerQueries:
    """Compiles ``metric(name, per)``: the metric's value for each key, over all time and without the question's filters."""

    model: Model
    catalog: Catalog
    now: datetime

    def __call__(self, name: str, per: tuple[str, ...]) -> exp.Select:
        question = Question(metrics=(name,), by=(".".join(per),))
        inner = compile_question(self.model, self.catalog, question, now=self.now).tree
        key, value = inner.expressions[0].alias, inner.expressions[1].alias
        inner.set("order", None)
        outer = exp.Select(
            expressions=[exp.alias_(column(key, "inner_answer"), "key"), exp.alias_(column(value, "inner_answer"), "value")]
        )
        return outer.from_(inner.subquery("inner_answer"), copy=False)


