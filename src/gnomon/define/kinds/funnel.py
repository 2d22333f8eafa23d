"""Funnel: how many entities walk through steps in order, within a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from gnomon.define.expressions import render
from gnomon.define.kinds.rows import RowSpec, RowYaml
from gnomon.define.kinds.terms import write_window
from gnomon.define.kinds.words import read_word, with_words
from gnomon.define.spec import ManyText, Number, Sql, Strict

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.base.time import Window
    from gnomon.define.entry import Entry

__all__ = ["Funnel", "FunnelYaml", "Step", "StepYaml"]

Unit = Literal["seconds", "minutes", "hours", "days"]
_ORDERS = {
    "ordered": "in this order, other steps may lie between",
    "strict": "in this order, no other step between",
    "any": "in any order",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a funnel.

    Attributes
    ----------
    source, time : str, str or None
        Where its rows are; None means the source's default time.
    where : sqlglot expression or None
        Rows that count, in names of the step's own source.
    within, after : Window or None
        Longest and least time since the step before.
    """

    name: str
    source: str
    time: str | None = None
    where: exp.Expr | None = None
    within: Window | None = None
    after: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel(RowSpec):
    """Entities that walk through steps; ``source`` and ``time`` are those of the first step.

    Attributes
    ----------
    entity : str
        Who walks.
    steps : tuple of Step
        Two or more.
    window : Window or None
        From the first step to the last; None only where the file says it wrongly.
    order : str
        ``"ordered"``, ``"strict"`` or ``"any"``.
    constant : tuple of str
        Names that are equal in all steps.
    first, last : str
        Steps that the number speaks of.
    calculate : str
        ``"rate"``, ``"count"`` or ``"time"``.
    p : float
        Share of the percentile of the time.
    measured_in : str
        Unit of the time.
    """

    kind: ClassVar[str] = "funnel"
    can_move: ClassVar[bool] = False
    entity: str
    steps: tuple[Step, ...]
    window: Window | None
    first: str
    last: str
    order: str = "ordered"
    constant: tuple[str, ...] = ()
    calculate: str = "rate"
    p: float = 0.5
    measured_in: str = "seconds"

    def sources(self) -> tuple[str, ...]:
        """Give the sources of all steps."""
        return tuple(dict.fromkeys(step.source for step in self.steps))

    def place(self, name: str) -> int:
        """Find a step by its name, from 1; 0 if there is none."""
        return next((i for i, step in enumerate(self.steps, 1) if step.name == name), 0)

    def counts(self) -> str:
        """Say who is counted."""
        return f"{self.entity}s"

    def default_unit(self) -> str:
        """Say what a count or a time is in."""
        return {"count": self.counts(), "time": self.measured_in}.get(self.calculate, "")

    def rule(self) -> str:
        """Say how is counted, in one sentence."""
        who = self.entity
        names = " → ".join(self._step_words(step) for step in self.steps)
        held = f", {' and '.join(self.constant)} held constant" if self.constant else ""
        walk = f"{names} ({_ORDERS[self.order]}{held}) within {self.window} of {self._start()}"
        once = f"each {who} once a period by the deepest step any of its entries reaches"
        closed = "only entries whose window is over"
        return f"{self._what()}: {walk}; {once}, dated by the entry, {closed}."

    def _start(self) -> str:
        return "the first of them" if self.order == "any" else self.steps[0].name

    def _what(self) -> str:
        plural = self.counts()
        match self.calculate:
            case "count":
                return f"Number of {plural} that reach {self.last}"
            case "time":
                share = "Median" if self.p == 0.5 else f"{100 * self.p:g}th percentile of the"  # noqa: PLR2004 - half is the median
                spent = f"time in {self.measured_in} from {self.first} to {self.last}"
                return f"{share} {spent}, over {plural} that get there"
            case _:
                return f"Share of {plural} at {self.first} that reach {self.last}"

    @staticmethod
    def _step_words(step: Step) -> str:
        limits = [f"at least {step.after}"] if step.after else []
        limits += [f"at most {step.within}"] if step.within else []
        return f"{step.name} [{' and '.join(limits)} after the step before]" if limits else step.name


class StepYaml(Strict):
    """A step of a funnel."""

    name: Annotated[str, Field(min_length=1)]
    where: Sql | None = None
    source: str | None = None
    time: str | None = None
    within: str | None = None
    after: str | None = None

    def to_step(self, entry: Entry, source: str, time: str | None) -> Step:
        """Parse condition and lengths; source and time are the funnel's unless the step has its own."""
        own = self.source or source
        return Step(
            name=self.name,
            source=own,
            time=self.time or (time if self.source is None else None),
            where=entry.optional(self.where, "where"),
            within=entry.window(self.within, "within"),
            after=entry.window(self.after, "after"),
        )


if TYPE_CHECKING:
    _Worded = RowYaml
else:
    _Worded = with_words(RowYaml, from_=str | None, in_=Unit | None)


class FunnelYaml(_Worded):
    """``kind: funnel``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["funnel"]
    entity: str
    steps: Annotated[list[StepYaml], Field(min_length=2)]
    window: str
    order: Literal["ordered", "strict", "any"] = "ordered"
    constant: ManyText = Field(default_factory=list)
    to: str | None = None
    calculate: Literal["rate", "count", "time"] = "rate"
    p: Annotated[Number, Field(ge=0, le=1)] = 0.5

    def to_spec(self, entry: Entry) -> Funnel:
        """Parse steps and window."""
        steps = tuple(
            step.to_step(entry.below("steps", index), self.source, self.time)
            for index, step in enumerate(self.steps)
        )
        return Funnel(
            source=steps[0].source,
            time=steps[0].time,
            entity=self.entity,
            steps=steps,
            window=entry.window(self.window, "window"),
            order=self.order,
            constant=tuple(self.constant),
            first=str(read_word(self, "from") or steps[0].name),
            last=self.to or steps[-1].name,
            calculate=self.calculate,
            p=float(self.p),
            measured_in=str(read_word(self, "in") or "seconds"),
        )

    @staticmethod
    def write(spec: Funnel) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body: dict[str, object] = {"source": spec.source}
        if spec.time is not None:
            body["time"] = spec.time
        body["entity"] = spec.entity
        body["steps"] = [_write_step(step, spec) for step in spec.steps]
        if spec.window is not None:
            body["window"] = write_window(spec.window)
        if spec.constant:
            body["constant"] = list(spec.constant)
        plain = {
            "order": (spec.order, "ordered"),
            "from": (spec.first, spec.steps[0].name),
            "to": (spec.last, spec.steps[-1].name),
            "calculate": (spec.calculate, "rate"),
            "p": (spec.p, 0.5),
            "in": (spec.measured_in, "seconds"),
        }
        return body | {key: said for key, (said, usual) in plain.items() if said != usual}


def _write_step(step: Step, spec: Funnel) -> dict[str, object]:
    body: dict[str, Any] = {"name": step.name}
    if (step.source, step.time) != (spec.source, spec.time):
        body["source"] = step.source
        if step.time is not None:
            body["time"] = step.time
    if step.where is not None:
        body["where"] = render(step.where)
    if step.after is not None:
        body["after"] = write_window(step.after)
    if step.within is not None:
        body["within"] = write_window(step.within)
    return body
