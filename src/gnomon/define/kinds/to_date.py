"""To date: a metric since the start of the surrounding month, quarter, year or custom period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.terms import write_input
from gnomon.define.spec import Input, MetricYaml

if TYPE_CHECKING:
    from gnomon.define.entry import Entry
    from gnomon.define.metric import MetricInput

__all__ = ["ToDate", "ToDateYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDate:
    """A metric from the start of the surrounding period of ``since`` up to each period.

    Attributes
    ----------
    since : str
        A standard or custom grain: ``month`` gives month-to-date.
    """

    kind: ClassVar[str] = "to_date"
    term: MetricInput
    since: str = "month"
    over_period: str = "last"

    def inputs(self) -> tuple[MetricInput, ...]:
        """Give the one metric."""
        return (self.term,)


class ToDateYaml(MetricYaml):
    """``kind: to_date``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["to_date"]
    metric: Input
    since: str
    over_period: Literal["last", "first", "average"] = "last"

    def to_spec(self, entry: Entry) -> ToDate:
        """Parse the input."""
        term = self.metric.to_input(entry.below("metric"), "metric")
        return ToDate(term=term, since=self.since, over_period=self.over_period)

    @staticmethod
    def write(spec: ToDate) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        over = {} if spec.over_period == "last" else {"over_period": spec.over_period}
        return {"metric": write_input(spec.term), "since": spec.since, **over}
