"""Ask one metric in several variants of its definition, together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from gnomon.ask import Catalog, ask_question
from gnomon.base.errors import QuestionError, UnknownNameError

if TYPE_CHECKING:
    from gnomon.define import Metric, Model
    from gnomon.engine import Engine
    from gnomon.records import Answer, Question

__all__ = ["ask_variants", "one_of_kind", "slice_of"]


def one_of_kind(model: Model, question: Question, kind: type) -> Metric:
    """Find the one metric of a question.

    Raises
    ------
    UnknownNameError
        If it does not exist; those of its kind are suggested.
    QuestionError
        If there are several, or it is of another kind.
    """
    own = [name for name, metric in model.metrics.items() if isinstance(metric.spec, kind)]
    word = kind.__name__.lower()
    if len(question.metrics) != 1:
        raise QuestionError(f"Name one {word}. Of that kind: {', '.join(own) or 'none'}.", code="ASK-243")
    metric = model.metrics.get(question.metrics[0])
    if metric is None:
        raise UnknownNameError.of(word, question.metrics[0], own, where="metrics")
    if not isinstance(metric.spec, kind):
        hint = f"Of that kind: {', '.join(own)}." if own else "The project has none of that kind."
        raise QuestionError(f"{metric.name!r} is a {metric.kind}, no {word}. {hint}", code="ASK-243")
    return metric


def ask_variants(model: Model, engine: Engine, question: Question, variants: Sequence[Metric]) -> Answer:
    """Ask variants of a metric in one question; they share scans where their rows are the same."""
    added = {variant.name: variant for variant in variants}
    wide = replace(model, metrics=MappingProxyType({**model.metrics, **added}))
    return ask_question(
        wide, Catalog(model=wide, engine=engine), engine, replace(question, metrics=tuple(added))
    )


def slice_of(answer: Answer, row: dict[str, object], *, without: str = "") -> tuple[tuple[str, object], ...]:
    """Keys of a row and their values."""
    return tuple((key.name, row[key.name]) for key in answer.keys if key.name != without)
