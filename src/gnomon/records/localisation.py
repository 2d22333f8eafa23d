"""Which segments moved, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Localisation", "Outcome", "Segment"]

Outcome = Literal["localised", "diffuse", "mix", "not enough data", "data problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Cells that moved apart from the rest.

    Attributes
    ----------
    where : tuple of (str, object)
        Dimension and value pairs; all of them hold.
    cells : int
        Cells that it covers.
    expected, actual : float
        Its own value: a sum, or a ratio; nan where a ratio has no denominator.
    shift : float
        How far it moved beyond the common level, as a share: -0.3 is 30 % less. For a mix, the shift of its
        size.
    effect, low, high : float
        What that did to the total, in the total's unit, with a 95 % band.
    share : float or None
        Effect as a share of the total's change; None where the total hardly changed.
    without : float
        The total as it would be without the effect.
    pvalue : float
        Chance of such a shift by noise, corrected for the number of groups searched, in [0, 1].
    stayed : bool
        True when it is where it was expected, while the rest moved.
    tentative : bool
        True when it is the likeliest place, yet within what noise can do.
    """

    where: tuple[tuple[str, object], ...]
    cells: int
    expected: float
    actual: float
    shift: float
    effect: float
    low: float
    high: float
    share: float | None
    without: float
    pvalue: float
    stayed: bool = False
    tentative: bool = False

    @property
    def name(self) -> str:
        """The conditions in words.

        Examples
        --------
        >>> values = dict(cells=1, expected=2.0, actual=1.0, shift=-0.5, effect=-1.0, low=-1.5, high=-0.5)
        >>> Segment(where=(("os", "ios"),), share=None, without=2.0, pvalue=0.0, **values).name
        'os = ios'
        """
        return ", ".join(f"{dim} = {'null' if value is None else value}" for dim, value in self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Localisation:
    """Where a change sits.

    Attributes
    ----------
    outcome : str
        ``"localised"``, ``"diffuse"`` (about the same everywhere), ``"mix"`` (a ratio moved because the sizes
        of segments did), ``"not enough data"`` or ``"data problem"``.
    text : str
        The outcome in a sentence or two, from the numbers of this record.
    expected, actual : float
        The total: a sum, or a ratio.
    level : float
        Ratio of actual to expected that is common to all cells outside the segments; nan where unknown.
    spread : float
        Nine tenths of the single values of a dimension lie within this of the level, segments aside.
    segments : tuple of Segment
        Largest effect first.
    tentative : tuple of Segment
        The likeliest place where nothing passes the test: worth a look, yet within what noise can do.
    rest : float
        Change of the total that neither the segments nor the common level carry.
    cells : int
        Distinct cells that were searched.
    method : str
        Name of the method.
    assumptions : tuple of str
        What has to hold for the answer to be right, and what was left out.
    """

    outcome: Outcome
    text: str
    expected: float
    actual: float
    level: float
    spread: float
    segments: tuple[Segment, ...]
    rest: float
    cells: int
    method: str
    assumptions: tuple[str, ...]
    tentative: tuple[Segment, ...] = ()

    @property
    def change(self) -> float:
        """Change of the total."""
        return self.actual - self.expected
