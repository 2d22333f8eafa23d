"""What a run of the daily loop did, and what it left as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from gnomon.base.errors import InputError, nearest_hint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gnomon.app.run_project import Proof
    from gnomon.records.incident import Incident

__all__ = ["STEPS", "Daily", "DailyStep", "read_steps"]

STEPS: Final = ("ask", "watch", "explain", "report", "deliver")


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyStep:
    """One step of a run.

    Attributes
    ----------
    name : str
    state : str
        ``"done"`` now, ``"kept"`` from an earlier run of the same period, ``"failed"``, or ``"left"`` because a
        step before it failed.
    note : str
        What it did.
    seconds : float or None
    """

    name: str
    state: Literal["done", "kept", "failed", "left"]
    note: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A run of the daily loop.

    Attributes
    ----------
    day : date
        The last complete day in the reporting zone.
    period : str
        Names the run: the day, and a mark of the data that was loaded and of the rules in force.
    now : datetime
        The moment that counted as now, in UTC.
    steps : tuple of DailyStep
    caught_up : tuple of date
        Earlier days that nobody had watched; they were watched first, in order.
    incidents : tuple of Incident
        New and changed ones of this run.
    open : int
        Incidents that are not over.
    proof : Proof or None
        Of the step ``ask``, where it was done now.
    report : Path or None
        Page that was written now.
    notes : tuple of str
    """

    day: date
    period: str
    now: datetime
    steps: tuple[DailyStep, ...]
    caught_up: tuple[date, ...] = ()
    incidents: tuple[Incident, ...] = ()
    open: int = 0
    proof: Proof | None = None
    report: Path | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether anything was done that an earlier run of the period had not done."""
        return any(step.state != "kept" for step in self.steps)

    @property
    def is_passed(self) -> bool:
        """Whether no step failed and no incident is new or changed."""
        return not self.incidents and all(step.state in {"done", "kept"} for step in self.steps)


def read_steps(text: str) -> tuple[str, ...]:
    """Read the names of steps; they are done in their own order.

    Raises
    ------
    InputError
        If one is no step.

    Examples
    --------
    >>> read_steps("watch, ask")
    ('ask', 'watch')
    """
    named = [part for piece in text.split(",") if (part := piece.strip())]
    for name in named:
        if name not in STEPS:
            hint = nearest_hint(name, STEPS, otherwise=f"The steps are {', '.join(STEPS)}.")
            raise InputError(f"Unknown step {name!r}. {hint}", code="INP-040", where="--steps")
    return _in_order(named)


def _in_order(names: Sequence[str]) -> tuple[str, ...]:
    """Bring steps into the order in which they are done."""
    return tuple(step for step in STEPS if step in names)
