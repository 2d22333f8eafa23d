"""A change taken apart: contributions that sum to it, and how they were computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Basis", "Change", "Contribution", "Explanation", "Part"]

Part = Literal["amount", "rate", "mix", "factor", "gained", "lost", "moved", "overlap"]
Basis = Literal["net", "gross"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value before and after.

    Attributes
    ----------
    name : str
        What changed.
    before, after : float
    """

    name: str
    before: float
    after: float

    @property
    def amount(self) -> float:
        """After less before.

        Examples
        --------
        >>> Change(name="plays", before=2.0, after=5.0).amount
        3.0
        """
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One part of a change.

    Attributes
    ----------
    name : str
        Segment, factor or flow.
    part : str
        ``"amount"`` of a sum, ``"rate"`` or ``"mix"`` of a ratio, ``"factor"`` of a formula, or a flow of a
        distinct count: ``"gained"``, ``"lost"``, ``"moved"``, ``"overlap"``.
    amount : float
        In the unit of what changed.
    share : float or None
        Share of the net change, or of all movement (see `Explanation.basis`), with the sign of the amount in the
        second case; None when nothing moved.
    before, after : float
        Own value before and after; nan where there is none.
    error : float
        Standard error of the amount where it was sampled, else 0.
    """

    name: str
    part: Part
    amount: float
    share: float | None
    before: float
    after: float
    error: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A change and what it is made of.

    Attributes
    ----------
    change : Change
    contributions : tuple of Contribution
        Largest amount first, whatever its sign.
    remainder : float
        Change less the sum of contributions; 0 up to rounding.
    basis : str
        What shares refer to: ``"net"``, or ``"gross"`` (the sum of all movements without sign) when the net
        change is below a fifth of it.
    method : str
        Name of the method.
    assumptions : tuple of str
        Choices that another method would make differently.
    remarks : tuple of str
        What a reader would miss: movements that cancel, Simpson's paradox, overlap.
    """

    change: Change
    contributions: tuple[Contribution, ...]
    remainder: float
    basis: Basis
    method: str
    assumptions: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def gross(self) -> float:
        """All movement, without sign."""
        return sum(abs(c.amount) for c in self.contributions)
