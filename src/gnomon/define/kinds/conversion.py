"""Conversion: base events that are followed by another event of the same entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from gnomon.define.document import as_mapping
from gnomon.define.kinds.terms import write_input, write_window
from gnomon.define.spec import Input, MetricYaml, Strict

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.entry import Entry
    from gnomon.define.metric import MetricInput

__all__ = ["ConstantYaml", "Conversion", "ConversionYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Base events that are followed by a conversion event of the same entity within a window.

    Attributes
    ----------
    entity : str
        Who must do both.
    window : Window or None
        From the base event on; None means any time after.
    calculate : str
        ``"rate"`` (conversions over base events) or ``"count"`` (conversions).
    constant : tuple of (str, str)
        Properties (base, conversion) that must be equal in both events.
    claims : str
        Which base events may claim a conversion: ``"all"``, or ``"asked"``, only those inside the asked window
        (as in MetricFlow; a period's value then depends on where the window ends).
    entrants : str
        Which base events are counted: ``"closed"``, those whose window is over, so that a period's value does not
        change any more; or ``"all"`` (as in MetricFlow), where that of the last periods still rises.
    """

    kind: ClassVar[str] = "conversion"
    base: MetricInput
    conversion: MetricInput
    entity: str
    window: Window | None = None
    calculate: str = "rate"
    constant: tuple[tuple[str, str], ...] = ()
    claims: str = "all"
    entrants: str = "closed"

    def inputs(self) -> tuple[MetricInput, ...]:
        """Give base, then conversion."""
        return (self.base, self.conversion)

    @property
    def closes_after(self) -> Window | None:
        """How long a base event waits until it counts; None where it counts at once."""
        return self.window if self.entrants == "closed" else None

    def rule(self) -> str:
        """Say how is counted, in one sentence."""
        base, conversion, who = self.base.metric, self.conversion.metric, self.entity
        within = "at any time" if self.window is None else f"within {self.window}"
        held = f" and the same {', '.join(ours for ours, _ in self.constant)}" if self.constant else ""
        what = f"{conversion} per {base}" if self.calculate == "rate" else conversion
        claim = f"each {conversion} counts once, for the latest of {base} before it"
        closed = f"only {base} whose window is over" if self.closes_after else f"all {base}, also open ones"
        return f"{what}: the same {who}{held}, {within} after; {claim}, dated by it; {closed}."


class ConstantYaml(Strict):
    """A property that both events must agree on."""

    base: str
    conversion: str


def _as_pair(value: object) -> object:
    return {"base": value, "conversion": value} if isinstance(value, str) else value


def _as_pairs(value: object) -> object:
    return [value] if isinstance(value, str) or as_mapping(value) is not None else value


Constant = Annotated[ConstantYaml, BeforeValidator(_as_pair, json_schema_input_type=str | ConstantYaml)]
Constants = Annotated[
    list[Constant],
    BeforeValidator(_as_pairs, json_schema_input_type=str | ConstantYaml | list[str | ConstantYaml]),
]


class ConversionYaml(MetricYaml):
    """``kind: conversion``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["conversion"]
    base: Input
    conversion: Input
    entity: str
    window: str | None = None
    calculate: Literal["rate", "count"] = "rate"
    constant: Constants = Field(default_factory=list)
    claims: Literal["all", "asked"] = "all"
    entrants: Literal["closed", "all"] = "closed"

    def to_spec(self, entry: Entry) -> Conversion:
        """Parse both inputs and the window."""
        return Conversion(
            base=self.base.to_input(entry.below("base"), "base"),
            conversion=self.conversion.to_input(entry.below("conversion"), "conversion"),
            entity=self.entity,
            window=entry.window(self.window, "window"),
            calculate=self.calculate,
            constant=tuple((pair.base, pair.conversion) for pair in self.constant),
            claims=self.claims,
            entrants=self.entrants,
        )

    @staticmethod
    def write(spec: Conversion) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body: dict[str, object] = {"base": write_input(spec.base), "conversion": write_input(spec.conversion)}
        body["entity"] = spec.entity
        if spec.window is not None:
            body["window"] = write_window(spec.window)
        if spec.calculate != "rate":
            body["calculate"] = spec.calculate
        if spec.constant:
            body["constant"] = [b if b == c else {"base": b, "conversion": c} for b, c in spec.constant]
        if spec.claims != "all":
            body["claims"] = spec.claims
        if spec.entrants != "closed":
            body["entrants"] = spec.entrants
        return body
