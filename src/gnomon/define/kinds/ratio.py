"""Ratio: one metric over another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.terms import write_input
from gnomon.define.spec import Input, MetricYaml

if TYPE_CHECKING:
    from gnomon.define.entry import Entry
    from gnomon.define.metric import MetricInput

__all__ = ["Ratio", "RatioYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Numerator over denominator, each summed up first; they may live in different sources."""

    kind: ClassVar[str] = "ratio"
    numerator: MetricInput
    denominator: MetricInput

    def inputs(self) -> tuple[MetricInput, ...]:
        """Numerator, then denominator."""
        return (self.numerator, self.denominator)


class RatioYaml(MetricYaml):
    """``kind: ratio``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["ratio"]
    numerator: Input
    denominator: Input

    def to_spec(self, entry: Entry) -> Ratio:
        """Parse both inputs."""
        return Ratio(
            numerator=self.numerator.to_input(entry.below("numerator"), "numerator"),
            denominator=self.denominator.to_input(entry.below("denominator"), "denominator"),
        )

    @staticmethod
    def write(spec: Ratio) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        return {"numerator": write_input(spec.numerator), "denominator": write_input(spec.denominator)}
