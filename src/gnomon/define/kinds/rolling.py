"""Rolling: a metric over a window that moves along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.terms import write_input, write_window
from gnomon.define.spec import Input, MetricYaml

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.entry import Entry
    from gnomon.define.metric import MetricInput

__all__ = ["Rolling", "RollingYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """A metric over a window that ends with each period.

    Attributes
    ----------
    window : Window or None
        Length; None means everything so far.
    over_period : str
        Which value speaks for a longer period: ``"last"``, ``"first"`` or ``"average"`` of its base values.
    """

    kind: ClassVar[str] = "rolling"
    term: MetricInput
    window: Window | None = None
    over_period: str = "last"

    def inputs(self) -> tuple[MetricInput, ...]:
        """Give the one metric."""
        return (self.term,)

    def rule(self) -> str:
        """Say how is counted, in one sentence."""
        span = "all days so far" if self.window is None else f"the {self.window} that end with each day"
        speaks = {"last": "its last day", "first": "its first day"}.get(
            self.over_period, "the average of its days"
        )
        return (
            f"{self.term.metric} computed anew over {span}, not added up from shorter periods; a longer period shows"
            f" {speaks}."
        )


class RollingYaml(MetricYaml):
    """``kind: rolling``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["rolling"]
    metric: Input
    window: str | None = None
    over_period: Literal["last", "first", "average"] = "last"

    def to_spec(self, entry: Entry) -> Rolling:
        """Parse the input and the window."""
        return Rolling(
            term=self.metric.to_input(entry.below("metric"), "metric"),
            window=entry.window(self.window, "window"),
            over_period=self.over_period,
        )

    @staticmethod
    def write(spec: Rolling) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body: dict[str, object] = {"metric": write_input(spec.term)}
        if spec.window is not None:
            body["window"] = write_window(spec.window)
        if spec.over_period != "last":
            body["over_period"] = spec.over_period
        return body
