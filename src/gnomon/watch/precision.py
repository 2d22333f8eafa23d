"""How often an alarm of a metric was one, by people's opinions, and what follows for its threshold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gnomon.records.incident import Opinion
from gnomon.watch.lessons import last_opinions

if TYPE_CHECKING:
    from gnomon.records.incident import Feedback, Incident

__all__ = ["Precision", "measure_precision"]

_REAL: Final = frozenset({Opinion.REAL, Opinion.NEW_NORMAL, Opinion.DATA_FAULT})
_STEP: Final = 0.5
_LEAST: Final = 1 / 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Opinions on the incidents of a metric.

    Attributes
    ----------
    real, expected, false : int
        Incidents that were something (a data fault and a new normal as well), that were known beforehand, and
        that were nothing.
    p_factor : float
        By how much the p-value must be lower than the budget alone asks, in [1/16, 1]: a half for each
        incident that was nothing, as far as real ones do not outweigh it.
    """

    metric: str
    real: int
    expected: int
    false: int
    p_factor: float

    @property
    def judged(self) -> int:
        """Incidents of which somebody said what they were."""
        return self.real + self.expected + self.false

    @property
    def precision(self) -> float | None:
        """Real incidents over judged ones; None where nobody judged one."""
        return self.real / self.judged if self.judged else None


def measure_precision(said: Iterable[tuple[Incident, Feedback]]) -> tuple[Precision, ...]:
    """Count opinions by the metric that leads an incident, in order of names."""
    counts: Counter[tuple[str, str]] = Counter()
    for incident, feedback in last_opinions(said):
        counts[incident.metric, _sort(feedback.opinion)] += 1
    return tuple(
        Precision(
            metric=metric,
            real=counts[metric, "real"],
            expected=counts[metric, "expected"],
            false=counts[metric, "false"],
            p_factor=_factor(counts[metric, "false"] - counts[metric, "real"]),
        )
        for metric in sorted({metric for metric, _ in counts})
    )


def _sort(opinion: Opinion) -> str:
    if opinion in _REAL:
        return "real"
    return "expected" if opinion is Opinion.EXPECTED else "false"


def _factor(surplus: int) -> float:
    return max(_LEAST, _STEP ** max(0, surplus))
