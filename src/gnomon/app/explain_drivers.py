"""The change over the inputs of a metric's formula: its own, or a relation of the metric tree."""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np

from gnomon.app.explain_parts import find_tree
from gnomon.app.points import as_number
from gnomon.ask import ask_question
from gnomon.base.errors import DataError, QuestionError
from gnomon.explain.decompose.formula import decompose_formula
from gnomon.records.question import Question

if TYPE_CHECKING:
    from gnomon.app.asker import Asker
    from gnomon.app.explain_parts import Tree
    from gnomon.app.explain_time import Timeline
    from gnomon.records.explanation import Change, Explanation
    from gnomon.records.investigation import Period

__all__ = ["find_drivers"]


def find_drivers(project: Asker, name: str, timeline: Timeline, change: Change) -> Explanation | None:
    """Take a change apart among the inputs of a formula; None where there is none that can be.

    Inputs are asked over each window of the baseline as a whole and averaged, so that the formula's own baseline
    may differ from the metric's: the difference stands as remainder.
    """
    tree = find_tree(project.model, name)
    if tree is None:
        return None
    after = _ask(project, tree, timeline.slots[-1] if not timeline.is_daily else _period_of(timeline))
    befores = [_ask(project, tree, window) for window in timeline.windows]
    before = {one: float(np.mean([values[one] for values in befores])) for one in tree.inputs}
    try:
        found = decompose_formula(tree.text, before, after)
    except (DataError, QuestionError):
        return None
    remainder = change.amount - fsum(c.amount for c in found.contributions)
    return replace(found, change=change, remainder=remainder)


def _period_of(timeline: Timeline) -> Period:
    slots = [slot for slot, weight in zip(timeline.slots, timeline.after, strict=True) if weight]
    return replace(slots[0], end=slots[-1].end)


def _ask(project: Asker, tree: Tree, period: Period) -> dict[str, float]:
    """Value of every input; nan where unknown."""
    metrics = tuple(dict.fromkeys(tree.inputs.values()))
    question = Question(metrics=metrics, start=period.start, end=period.end)
    rows: list[dict[str, Any]] = ask_question(
        tree.model, project.catalog, project.engine, question
    ).data.to_pylist()
    found: dict[str, float] = {}
    for one, metric in tree.inputs.items():
        value = as_number(rows[0][metric]) if rows else None
        found[one] = float("nan") if value is None else float(value)
    return found
