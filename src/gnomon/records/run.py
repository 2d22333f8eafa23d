"""A run of the daily loop: one period, and which steps of it are done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Run", "RunStep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """A step of a run.

    Attributes
    ----------
    name : str
    done_at : datetime or None
        In UTC, with a zone; None while it is not done.
    seconds : float or None
        How long it took.
    note : str
        What it did, in a few words.
    """

    name: str
    done_at: datetime | None = None
    seconds: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One period of the daily loop; a step that is done is not done again.

    Attributes
    ----------
    period : str
        Names the run: the last complete day in the reporting zone, and a mark of the data that was loaded and
        of the rules in force, ``2024-05-01 a1b2c3``.
    begun_at : datetime
        In UTC, with a zone.
    holder : str
        Who began it: host, process and a random part.
    steps : tuple of RunStep
        In the order in which they are done.
    """

    period: str
    begun_at: datetime
    holder: str
    steps: tuple[RunStep, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do.

        Examples
        --------
        >>> from datetime import UTC
        >>> at = datetime(2024, 5, 2, 6, tzinfo=UTC)
        >>> steps = (RunStep(name="ask", done_at=at), RunStep(name="watch"))
        >>> Run(period="2024-05-01", begun_at=at, holder="here", steps=steps).waiting
        ('watch',)
        """
        return not self.waiting

    @property
    def waiting(self) -> tuple[str, ...]:
        """Steps that are not done yet."""
        return tuple(step.name for step in self.steps if step.done_at is None)
