"""Hold the totals of complete periods against the range that a metric's source calls plausible."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from gnomon.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.app.answer import Answer
    from gnomon.define import Metric

__all__ = ["check_plausible"]

_SHOWN = 3


def check_plausible(metric: Metric, answer: Answer) -> tuple[Finding, ...]:
    """Tell which complete periods of an answer without slices are outside the plausible range.

    Parameters
    ----------
    metric : Metric
        One of those asked.
    answer : Answer
        Over time or a total; running periods are left out, as they are no facts yet.

    Returns
    -------
    tuple of Finding
        At most one, with status ``warn``: such a number may be true, and then the world is worth a look.
    """
    if metric.plausible is None:
        return ()
    column = next(m for m in answer.metrics if m.name == metric.name)
    keys = [k.name for k in answer.keys]
    known = [
        row for row in answer.data.to_pylist() if row[column.complete_column] and row[metric.name] is not None
    ]
    values = [
        (" ".join(str(row[key]) for key in keys), float(cast("float", row[metric.name]))) for row in known
    ]
    outside = [(period, value) for period, value in values if not metric.plausible.holds(value)]
    if not outside:
        return ()
    text = f"{_count(outside)} outside the plausible range ({metric.plausible}): {_examples(outside)}"
    return (
        Finding(rule="plausible", target=metric.name, status="warn", text=text, location=metric.location),
    )


def _count(outside: Sequence[tuple[str, float]]) -> str:
    if outside[0][0] == "":
        return "its total is"
    return "1 complete period is" if len(outside) == 1 else f"{len(outside)} complete periods are"


def _examples(outside: Sequence[tuple[str, float]]) -> str:
    shown = [f"{period} {value:g}".strip() for period, value in outside[:_SHOWN]]
    return ", ".join([*shown, "…"] if len(outside) > _SHOWN else shown)
