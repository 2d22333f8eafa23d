"""Which metric stands behind each input: one that is there, or a hidden one made from a measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gnomon.define.interop.dbt.notes import Ledger
from gnomon.define.interop.dbt.spec import DbtInput, DbtMeasure, DbtMetric, DbtProject

__all__ = ["HIDDEN", "settle_inputs"]

HIDDEN = "hidden"


@dataclass(slots=True)
class _Book:
    """Metrics by name, and which of them equal a measure with certain settings."""

    measures: dict[str, DbtMeasure]
    metrics: dict[str, DbtMetric]
    same_as: dict[tuple[str, int | float | None, bool], str] = field(
        default_factory=dict[tuple[str, int | float | None, bool], str]
    )
    used: set[str] = field(default_factory=set[str])


def settle_inputs(project: DbtProject, ledger: Ledger) -> tuple[DbtMetric, ...]:
    """Take the measures out: every metric afterwards has its own rows, or metrics as inputs.

    A simple metric takes in the measure it names. A measure named by a cumulative or conversion metric
    becomes the simple metric that adds nothing to it, or a hidden metric of its own.

    Parameters
    ----------
    project : DbtProject
        As read.
    ledger : Ledger
        Takes measures and metrics that lead nowhere.
    """
    measures = {each.name: each for model in project.models for each in model.measures}
    book = _Book(measures=measures, metrics={each.name: each for each in project.metrics})
    _add_created(book, ledger)
    for metric in tuple(book.metrics.values()):
        if metric.type == "simple":
            _take_in(metric, book, ledger)
    for metric in tuple(book.metrics.values()):
        if metric.type != "simple":
            found = tuple(_settle(each, book) for each in metric.inputs)
            book.metrics[metric.name] = replace(metric, inputs=found)
    _note_unused(book, ledger)
    return tuple(book.metrics.values())


def _add_created(book: _Book, ledger: Ledger) -> None:
    """Make a metric of each measure with ``create_metric``, unless one of its name is there already."""
    for measure in book.measures.values():
        there = book.metrics.get(measure.name)
        if not measure.is_metric:
            continue
        if there is None:
            book.metrics[measure.name] = _of_measure(measure, measure.name)
            book.same_as[measure.name, None, False] = measure.name
            book.used.add(measure.name)
        elif there.type != "simple":
            reason = f"create_metric asks for a metric, but a {there.type} metric has its name"
            ledger.drop("measure", measure.name, reason, measure.location)


def _take_in(metric: DbtMetric, book: _Book, ledger: Ledger) -> None:
    given = metric.inputs[0] if metric.inputs else None
    measure = book.measures.get(given.name) if given else None
    if metric.rows is None:
        if given is None or measure is None:
            reason = (
                f"there is no measure {given.name}"
                if given
                else "it says neither a measure nor an aggregation"
            )
            ledger.drop("metric", metric.name, reason, metric.location)
            del book.metrics[metric.name]
            return
        metric = _with_measure(metric, given, measure)
    book.metrics[metric.name] = replace(metric, inputs=())
    if measure is None:
        return
    book.used.add(measure.name)
    key = (measure.name, metric.fill, metric.has_spine)
    is_plain = not metric.filters and metric.grain is None
    if is_plain and (key not in book.same_as or metric.name == measure.name):
        book.same_as[key] = metric.name


def _with_measure(metric: DbtMetric, given: DbtInput, measure: DbtMeasure) -> DbtMetric:
    return replace(
        metric,
        rows=measure.rows,
        filters=(*given.filters, *metric.filters),
        fill=metric.fill if given.fill is None else given.fill,
        has_spine=metric.has_spine or given.has_spine,
        label=metric.label or measure.label,
        description=metric.description or measure.description,
    )


def _settle(given: DbtInput, book: _Book) -> DbtInput:
    """Keep an input that names a metric; find or make a metric for one that names a measure."""
    if not given.is_measure and given.name in book.metrics:
        return given
    measure = book.measures.get(given.name)
    if measure is None:
        return given
    book.used.add(measure.name)
    key = (measure.name, given.fill, given.has_spine)
    if key not in book.same_as:
        name = _free(measure.name, given, book.metrics)
        made = replace(_of_measure(measure, name), fill=given.fill, has_spine=given.has_spine, is_hidden=True)
        book.metrics[name] = made
        book.same_as[key] = name
    alias = given.alias or given.name
    return replace(given, name=book.same_as[key], alias=alias, fill=None, has_spine=False, is_measure=False)


def _of_measure(measure: DbtMeasure, name: str) -> DbtMetric:
    return DbtMetric(
        name=name,
        type="simple",
        rows=measure.rows,
        label=measure.label,
        description=measure.description,
        location=measure.location,
    )


def _free(name: str, given: DbtInput, taken: Iterable[str]) -> str:
    """Find a free name: the measure's own, else one that says what is peculiar."""
    filled = "" if given.fill is None else "_filled"
    spined = "_every_period" if given.has_spine else ""
    candidates = [name] if not filled + spined else []
    candidates += [f"{name}{spined}{filled}" if filled + spined else f"{name}_rows"]
    candidates += [f"{candidates[-1]}_{count}" for count in range(2, 1000)]
    known = set(taken)
    return next(each for each in candidates if each not in known)


def _note_unused(book: _Book, ledger: Ledger) -> None:
    for measure in book.measures.values():
        if measure.name not in book.used:
            ledger.drop(
                "measure", measure.name, "no metric uses it, so nobody could ask for it", measure.location
            )
