"""Rules for names inside filters and lists of dimensions: each must lead somewhere, by one way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.define.expressions import is_metric_call, names_in, path_of, position_of
from gnomon.define.graph import METRIC_TIME
from gnomon.define.kinds import Conversion, RowSpec
from gnomon.define.rules.metrics import input_place
from gnomon.define.tree import leaves

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.rules.check import Check, Place

__all__ = ["check_filter", "check_paths", "sources_of", "split_name"]


def check_paths(check: Check) -> None:
    """Check filters and allowed dimensions of every metric and of its inputs."""
    for metric in check.model.metrics.values():
        place = ("metrics", metric.name)
        if metric.filter is not None:
            check_filter(check, metric.filter, _filtered(check, metric), (*place, "filter"))
        for term in metric.spec.inputs():
            inner = check.model.metrics.get(term.metric)
            if term.filter is not None and inner is not None:
                at = (*input_place(metric, term.alias), "filter")
                check_filter(check, term.filter, _filtered(check, inner), at)
        for index, name in enumerate(metric.dimensions or ()):
            for source in sources_of(check, metric.name):
                check.path(source, split_name(name), (*place, "dimensions", index))


def split_name(name: str) -> tuple[str, ...]:
    """Parts of a dotted name; ``a__b`` is ``a.b``."""
    return tuple(part for part in name.replace("__", ".").split(".") if part)


def sources_of(check: Check, name: str) -> tuple[str, ...]:
    """Known sources that a metric's rows come from, each once."""
    found = (leaf.spec.source for leaf in leaves(check.model, name) if isinstance(leaf.spec, RowSpec))
    return tuple(dict.fromkeys(source for source in found if source in check.model.sources))


def _filtered(check: Check, metric: Metric) -> tuple[str, ...]:
    """List the sources that a metric's filter speaks of; for a conversion those of its base."""
    name = metric.spec.base.metric if isinstance(metric.spec, Conversion) else metric.name
    return sources_of(check, name)


def check_filter(
    check: Check,
    tree: exp.Expr,
    sources: tuple[str, ...],
    place: Place,
    known: frozenset[str] | None = None,
) -> None:
    """Report names of a filter that cannot be resolved from one of the sources.

    Parameters
    ----------
    check : Check
        Where to report.
    tree : sqlglot expression
        The filter.
    sources : tuple of str
        Each must be able to see every name.
    place : Place
        Of the filter in the file.
    known : frozenset of str, optional
        Metrics, where bare names may mean one.
    """
    for name in names_in(tree):
        is_other = known is not None and len(name.path) == 1 and _may_be_metric(check, known, name.path[0])
        inside = (name.line, name.column) if name.line >= 0 else None
        for source in () if is_other else sources:
            if check.path(source, name.path, place, inside) is None:
                break
    for call in _calls(tree):
        _check_call(check, call, sources, place)


def _may_be_metric(check: Check, known: frozenset[str], name: str) -> bool:
    return name in known or check.may_be_unread(name) or not check.is_sound("metrics", name)


def _calls(tree: exp.Expr) -> Iterator[exp.Expr]:
    return (node for node in tree.find_all(exp.Anonymous) if is_metric_call(node))


def _check_call(check: Check, call: exp.Expr, sources: tuple[str, ...], place: Place) -> None:
    paths = [path_of(part) for part in call.expressions]
    line, column = position_of(call)
    inside = (line, column) if line >= 0 else None
    if not paths[1:] or any(path is None for path in paths):
        message = "metric() takes a metric and at least one name to compute it by: metric(bookings, listing)."
        check.report(message, "DEF-134", place, inside)
        return
    name = ".".join(paths[0] or ())
    if not check.metric(name, place):
        return
    for path in paths[1:]:
        for source in (*sources, *sources_of(check, name)):
            if path is not None and path[0] != METRIC_TIME:
                check.path(source, path, place, inside)
