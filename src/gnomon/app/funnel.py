"""Ask a funnel for all its steps, in one question and one scan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gnomon.app.variants import ask_variants, one_of_kind, slice_of
from gnomon.define.kinds import Funnel
from gnomon.records.walk import FunnelStep, FunnelTable

if TYPE_CHECKING:
    from gnomon.define import Metric, Model
    from gnomon.engine import Engine
    from gnomon.records import Answer, Question

__all__ = ["ask_funnel"]


def ask_funnel(model: Model, engine: Engine, question: Question) -> FunnelTable:
    """Count the entities at every step, their shares, and the median time from the step before.

    Parameters
    ----------
    question : Question
        Of one metric of kind funnel; what it calculates does not matter here.

    Raises
    ------
    QuestionError
        If the metric is no funnel.
    """
    metric = one_of_kind(model, question, Funnel)
    spec = metric.spec
    assert isinstance(spec, Funnel)  # noqa: S101 - one_of_kind has looked
    variants = [_variant(metric, spec, place) for place in range(1, len(spec.steps) + 1)]
    answer = ask_variants(model, engine, question, [v for pair in variants for v in pair])
    return FunnelTable(
        name=metric.name,
        label=metric.title,
        counted=spec.counts(),
        unit=spec.measured_in,
        rule=replace(spec, calculate="rate", first=spec.steps[0].name, last=spec.steps[-1].name).rule(),
        keys=tuple(key.name for key in answer.keys),
        steps=tuple(
            step for row in answer.data.to_pylist() for step in _steps(answer, row, metric.name, spec)
        ),
        is_complete=all(row[answer.metrics[0].complete_column] for row in answer.data.to_pylist()),
        complete_through=answer.complete_through,
        notes=answer.notes,
    )


def _variant(metric: Metric, spec: Funnel, place: int) -> tuple[Metric, ...]:
    """How many reach a step, and how long it takes from the step before."""
    here, first = spec.steps[place - 1].name, spec.steps[0].name
    count = replace(spec, calculate="count", first=first, last=here)
    found = [replace(metric, name=f"{metric.name}__{place}", spec=count)]
    if place > 1:
        before = spec.steps[place - 2].name
        time = replace(spec, calculate="time", first=before, last=here, p=0.5)
        found.append(replace(metric, name=f"{metric.name}__{place}__time", spec=time))
    return tuple(found)


def _steps(answer: Answer, row: dict[str, object], name: str, spec: Funnel) -> list[FunnelStep]:
    counts = [_number(row[f"{name}__{place}"]) for place in range(1, len(spec.steps) + 1)]
    found: list[FunnelStep] = []
    for place, step in enumerate(spec.steps, 1):
        time = row.get(f"{name}__{place}__time")
        before = counts[max(place - 2, 0)]
        found.append(
            FunnelStep(
                slice=slice_of(answer, row),
                step=f"{place} of {len(spec.steps)}" if spec.order == "any" else step.name,
                place=place,
                entities=counts[place - 1],
                step_rate=counts[place - 1] / before if before else None,
                overall_rate=counts[place - 1] / counts[0] if counts[0] else None,
                median_time=float(time) if isinstance(time, (int, float)) else None,
            )
        )
    return found


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
