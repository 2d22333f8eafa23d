"""The breakdowns of a report: one question a dimension, for the last finished period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from gnomon.app.points import as_moment, as_number
from gnomon.app.report_series import ask_together, comparison_of
from gnomon.base.errors import GnomonError, InternalError
from gnomon.define.buckets import read_buckets
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.tree import leaves
from gnomon.records.report import Breakdown, BreakdownRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gnomon.app.answer import Answer
    from gnomon.app.project import Project
    from gnomon.app.report_series import AskedSeries
    from gnomon.define import Metric, Model
    from gnomon.records.report import MetricCard

__all__ = ["Slices", "ask_slices", "main_dimensions"]

_MOST_DIMENSIONS: Final = 3
_UNSAID: Final = 2
_SHOWN: Final = 8
_BY_SIZE: Final = frozenset(
    {
        "average",
        "conversion",
        "derived",
        "max",
        "min",
        "per_entity",
        "percentile",
        "prevalence",
        "rate",
        "ratio",
        "time_to",
        "within_deadline",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slices:
    """The breakdowns of one metric.

    Attributes
    ----------
    answers : tuple of Answer
        What they were read from.
    notes : tuple of str
        Why a dimension is missing.
    """

    tables: tuple[Breakdown, ...] = ()
    answers: tuple[Answer, ...] = ()
    notes: tuple[str, ...] = ()


def main_dimensions(model: Model, name: str) -> tuple[str, ...]:
    """Name what a report slices a metric by: the first that its definition lists, else those of its source."""
    metric = model.metrics[name]
    if metric.dimensions is not None:
        listed = [d for d in metric.dimensions if not d.startswith("metric_time")]
        return tuple(listed[:_MOST_DIMENSIONS])
    sources = dict.fromkeys(
        leaf.spec.source for leaf in leaves(model, name) if isinstance(leaf.spec, RowSpec)
    )
    if len(sources) != 1:
        return ()
    (source,) = sources
    own = [d.name for d in model.sources[source].dimensions if not d.is_time]
    return tuple(own[:_UNSAID])


def ask_slices(
    project: Project, series: Mapping[str, AskedSeries], cards: Mapping[str, MetricCard]
) -> dict[str, Slices]:
    """Break each metric down by its main dimensions in its last finished period.

    Metrics that share a dimension, a grain and a last finished period are asked together.
    """
    groups: dict[tuple[str, str, datetime], list[str]] = {}
    for name, asked in series.items():
        point = asked.last_complete
        if point is not None and not asked.failure and comparison_of(asked.grain):
            for dimension in main_dimensions(project.model, name):
                groups.setdefault((dimension, asked.grain, point.period), []).append(name)
    found = {name: Slices() for name in series}
    for (dimension, grain, period), names in groups.items():
        for name, answer in _ask(project, names, dimension, grain, period).items():
            found[name] = _add(found[name], project.model, series[name], cards[name], dimension, answer)
    return found


def _ask(
    project: Project, names: Sequence[str], dimension: str, grain: str, period: datetime
) -> dict[str, Answer | GnomonError]:
    question = project.question(
        names,
        by=dimension,
        grain=grain,
        start=period,
        end=period,  # the period that holds it is included
        compare=comparison_of(grain),
    )
    return ask_together(project, question)


def _add(
    slices: Slices,
    model: Model,
    asked: AskedSeries,
    card: MetricCard,
    dimension: str,
    answer: Answer | GnomonError,
) -> Slices:
    if isinstance(answer, GnomonError):
        return replace(slices, notes=(*slices.notes, f"No breakdown by {dimension}: {answer}"))
    table = _table(model, asked, card, dimension, answer)
    tables = (*slices.tables, table) if table.rows else slices.tables
    return replace(slices, tables=tables, answers=(*slices.answers, answer))


def _table(model: Model, asked: AskedSeries, card: MetricCard, dimension: str, answer: Answer) -> Breakdown:
    point = asked.last_complete
    if point is None:
        raise InternalError(f"{asked.metric} was broken down without a finished period.")
    column = next(m for m in answer.metrics if m.name == asked.metric)
    compared = dict(column.comparisons).get(asked.comparison, "")
    key = next(k for k in answer.keys if k.name != "period")
    cells: list[dict[str, Any]] = answer.data.to_pylist()
    rows = [
        BreakdownRow(
            member=row[key.name],
            value=as_number(row[asked.metric]),
            compared=as_number(row.get(compared)),
            n=row[column.n_column],
            low=as_number(row.get(column.low_column)),
            high=as_number(row.get(column.high_column)),
        )
        for row in cells
        if row[column.n_column] is not None and as_moment(row["period"]) == point.period
    ]
    kept = [r for r in rows if r.n or r.compared]  # members of neither period are not among them
    ordered = _order(kept, model.metrics[asked.metric], _bucket_labels(model, dimension))
    return Breakdown(
        card=card,
        dimension=dimension,
        label=key.label or dimension,
        rows=tuple(ordered[:_SHOWN]),
        period=point.period,
        total=BreakdownRow(
            member=None,
            value=point.value,
            compared=point.compared,
            n=point.n,
            low=point.low,
            high=point.high,
        ),
        grain=asked.grain,
        comparison=asked.comparison,
        hidden=max(len(ordered) - _SHOWN, 0),
    )


def _order(rows: list[BreakdownRow], metric: Metric, buckets: tuple[str, ...]) -> list[BreakdownRow]:
    """Order slices: buckets as they lie, rates by the size of the slice, all others by value."""
    if buckets:
        rank: dict[Any, int] = {label: i for i, label in enumerate(buckets)}
        return sorted(rows, key=lambda r: rank.get(r.member, len(rank)))
    if metric.kind in _BY_SIZE:
        return sorted(rows, key=lambda r: (-(r.n or 0), str(r.member)))
    return sorted(rows, key=lambda r: (-(r.value or 0), str(r.member)))


def _bucket_labels(model: Model, dimension: str) -> tuple[str, ...]:
    name = dimension.rpartition(".")[2]
    for source in model.sources.values():
        found = source.dimension(name)
        if found is not None:
            is_bucketed = read_buckets(found.expr) is not None
            return tuple(branch.args["true"].name for branch in found.expr.args["ifs"]) if is_bucketed else ()
    return ()
