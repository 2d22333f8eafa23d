"""Ask retention as a grid: cohorts by periods after the entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from gnomon.app.variants import ask_variants, one_of_kind, slice_of
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain
from gnomon.define.kinds import Retention
from gnomon.records.walk import CohortRow, RetentionCell, RetentionGrid

if TYPE_CHECKING:
    from gnomon.define import Metric, Model
    from gnomon.engine import Engine
    from gnomon.records import Answer, Question

__all__ = ["ask_retention"]

_USUAL = {Grain.DAY: (1, 7, 30), Grain.WEEK: (1, 2, 4, 8), Grain.MONTH: (1, 2, 3, 6)}
_PERIOD = "period"


def ask_retention(model: Model, engine: Engine, question: Question, ons: Sequence[int] = ()) -> RetentionGrid:
    """Ask how many of each cohort come back on some periods after their entry.

    Parameters
    ----------
    question : Question
        Of one metric of kind retention; its grain is that of the metric.
    ons : sequence of int
        Periods after the entry, 0 or more; by default some that are usual for the grain.

    Raises
    ------
    QuestionError
        If the metric is no retention, or a period lies before the entry.
    """
    metric = one_of_kind(model, question, Retention)
    spec = metric.spec
    assert isinstance(spec, Retention)  # noqa: S101 - one_of_kind has looked
    chosen = tuple(dict.fromkeys(ons or _USUAL[spec.every]))
    if min(chosen) < 0:
        raise QuestionError(f"Period {min(chosen)} lies before the entry. Use 0 or more.", code="ASK-243")
    asked = tuple(dict.fromkeys((0, *chosen)))
    variants = [_variant(metric, spec, on) for on in asked]
    answer = ask_variants(model, engine, replace(question, grain=spec.every.value), variants)
    found = [_cohort(answer, row, metric.name, asked, spec) for row in answer.data.to_pylist()]
    cohorts = tuple(replace(c, cells=tuple(_of(c, on) for on in chosen)) for c in found if c.size)
    return RetentionGrid(
        name=metric.name,
        label=metric.title,
        counted=spec.counts(),
        every=spec.every.value,
        rule=_rule(spec),
        keys=tuple(key.name for key in answer.keys if key.name != _PERIOD),
        ons=chosen,
        cohorts=cohorts,
        average=tuple(_average(cohorts, on) for on in chosen),
        complete_through=answer.complete_through,
        notes=(*answer.notes, *_first_seen(spec, cohorts)),
    )


def _variant(metric: Metric, spec: Retention, on: int) -> Metric:
    return replace(
        metric, name=f"{metric.name}__{on}", spec=replace(spec, first=on, last=on, is_rolling=False)
    )


def _rule(spec: Retention) -> str:
    each = replace(spec, first=1, last=1, is_rolling=False).rule()
    return each.replace(f"{spec.every.value} 1", f"{spec.every.value} n")


def _cohort(
    answer: Answer, row: dict[str, object], name: str, asked: Sequence[int], spec: Retention
) -> CohortRow:
    period = row[_PERIOD]
    if not isinstance(period, date):
        raise QuestionError(f"A cohort has no period: {period!r}.", code="ASK-243")
    cells = tuple(_cell(row, name, on) for on in asked)
    return CohortRow(
        cohort=period,
        slice=slice_of(answer, row, without=_PERIOD),
        # What is not closed, or was not loaded, counts nobody; all others count the whole cohort.
        size=max(cell.n for cell in cells),
        cells=cells,
        is_known=not spec.is_first_seen or bool(row[f"{name}__0__complete"]),
    )


def _of(cohort: CohortRow, on: int) -> RetentionCell:
    return next(cell for cell in cohort.cells if cell.on == on)


def _cell(row: dict[str, object], name: str, on: int) -> RetentionCell:
    value, n = row[f"{name}__{on}"], row[f"{name}__{on}__n"]
    count = n if isinstance(n, int) else 0
    return RetentionCell(
        on=on, value=float(value) if count and isinstance(value, (int, float)) else None, n=count
    )


def _average(cohorts: Sequence[CohortRow], on: int) -> RetentionCell:
    cells = [cell for row in cohorts if row.is_known for cell in row.cells if cell.on == on]
    closed = [(cell.value, cell.n) for cell in cells if cell.value is not None]
    n = sum(count for _, count in closed)
    return RetentionCell(on=on, value=sum(v * count for v, count in closed) / n if n else None, n=n)


def _first_seen(spec: Retention, cohorts: Sequence[CohortRow]) -> tuple[str, ...]:
    if not spec.is_first_seen or all(row.is_known for row in cohorts):
        return ()
    first = min(row.cohort for row in cohorts if not row.is_known)
    text = (
        f"The cohort of {first} is the first {spec.every.value} of the log: its members are first seen, not known to"
        " be new, and it is left out of the average."
    )
    return (text,)
