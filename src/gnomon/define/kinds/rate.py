"""Rate: one metric per so many of another, or what is left of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from gnomon.define.kinds.terms import write_input
from gnomon.define.spec import Input, MetricYaml, Number

if TYPE_CHECKING:
    from gnomon.define.entry import Entry
    from gnomon.define.metric import MetricInput

__all__ = ["Rate", "RateYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Numerator per so many of the denominator, each summed up first; or the part without the numerator.

    Attributes
    ----------
    per : int or float
        How many of the denominator: 1000 gives a value per thousand.
    is_complement : bool
        Whether the value is what the numerator leaves of the denominator: crash-free users, not crashed ones.
    """

    kind: ClassVar[str] = "rate"
    numerator: MetricInput
    denominator: MetricInput
    per: int | float = 1
    is_complement: bool = False

    def inputs(self) -> tuple[MetricInput, ...]:
        """Numerator, then denominator."""
        return (self.numerator, self.denominator)

    def rule(self) -> str:
        """Say what is divided by what."""
        top, bottom = self.numerator.metric, self.denominator.metric
        top = f"{bottom} without {top}" if self.is_complement else top
        return (
            f"{top} per {'' if self.per == 1 else f'{self.per} '}{bottom}; unknown where there is no {bottom}"
        )


class RateYaml(MetricYaml):
    """``kind: rate``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["rate"]
    numerator: Input
    denominator: Input
    per: Annotated[Number, Field(gt=0)] = 1
    complement: bool = False

    def to_spec(self, entry: Entry) -> Rate:
        """Parse both inputs."""
        return Rate(
            numerator=self.numerator.to_input(entry.below("numerator"), "numerator"),
            denominator=self.denominator.to_input(entry.below("denominator"), "denominator"),
            per=self.per,
            is_complement=self.complement,
        )

    @staticmethod
    def write(spec: Rate) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body: dict[str, object] = {
            "numerator": write_input(spec.numerator),
            "denominator": write_input(spec.denominator),
        }
        if spec.per != 1:
            body["per"] = spec.per
        if spec.is_complement:
            body["complement"] = True
        return body
