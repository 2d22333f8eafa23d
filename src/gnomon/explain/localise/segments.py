"""Turn fitted shifts into segments: values, effects on the total, bands and what would be without them."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from gnomon.explain.localise.additive import Found
from gnomon.explain.localise.cells import Cells
from gnomon.explain.localise.grouping import Floats
from gnomon.explain.localise.model import Part
from gnomon.records.localisation import Segment

__all__ = ["Effect", "Totals", "find_spread", "list_segments", "weigh_ratio", "weigh_sum"]

_BAND = 1.959964
_CALM_CHANGE = 0.001
_STAYED = 0.25
_AWAY = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The total before and after."""

    expected: float
    actual: float

    @property
    def change(self) -> float:
        """Difference."""
        return self.actual - self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A segment's own values, and its effect on the total with half a band."""

    expected: float
    actual: float
    effect: float
    half: float


def weigh_sum(cells: Cells, part: Part, amount: float, half: float) -> Effect:
    """A shift of a sum moves the total by its amount."""
    expected, actual = (float(v[part.cells].sum()) for v in cells.values)
    return Effect(expected=expected, actual=actual, effect=amount, half=half)


def weigh_ratio(cells: Cells, part: Part, amount: float, half: float, *, is_mix: bool) -> Effect:
    """A shift moves the ratio of totals: through the numerator, or for a mix through the segment's weight."""
    inside = part.cells
    top0, top1, bottom0, bottom1 = (float(v[inside].sum()) for v in cells.values)
    all_top, all_bottom = float(cells.values[1].sum()), float(cells.values[3].sum())
    own = Effect(
        expected=top0 / bottom0 if bottom0 else nan,
        actual=top1 / bottom1 if bottom1 else nan,
        effect=amount / all_bottom,
        half=half / all_bottom,
    )
    if not is_mix:
        return own
    rate = own.actual if bottom1 else own.expected

    def ratio_without(excess: float) -> float:
        rest = all_bottom - excess
        return (all_top - excess * rate) / rest if rest > 0 else nan

    now = all_top / all_bottom
    effect = now - ratio_without(amount)
    return Effect(
        expected=own.expected,
        actual=own.actual,
        effect=effect,
        half=abs(now - ratio_without(amount + half) - effect),
    )


def list_segments(cells: Cells, found: Found, totals: Totals, *, is_mix: bool) -> tuple[Segment, ...]:
    """Describe every part of the model, largest effect first."""
    model = found.model
    segments: list[Segment] = []
    for part, shift, error, evidence in zip(
        model.parts, model.shifts, model.errors, model.evidence, strict=True
    ):
        amount, half = float(shift) * part.mean, _BAND * float(error) * part.mean
        if len(cells.values) == 2:  # noqa: PLR2004 - expected and actual of a sum
            own = weigh_sum(cells, part, amount, half)
        else:
            own = weigh_ratio(cells, part, amount, half, is_mix=is_mix)
        relative = float(shift) / model.level if model.level else nan
        chance = erfc(sqrt(max(float(evidence), 0.0))) * _count_rivals(found, len(part.element))
        segments.append(
            Segment(
                where=tuple((cells.names[dim], cells.labels[dim][value]) for dim, value in part.element),
                cells=int(np.count_nonzero(part.cells)),
                expected=own.expected,
                actual=own.actual,
                shift=relative,
                effect=own.effect,
                low=own.effect - own.half,
                high=own.effect + own.half,
                share=own.effect / totals.change if _has_changed(totals) else None,
                without=totals.actual - own.effect,
                pvalue=min(1.0, chance),
                stayed=_has_stayed(found.level, relative),
                tentative=found.is_tentative,
            )
        )
    return tuple(sorted(segments, key=lambda s: -abs(s.effect)))


def _count_rivals(found: Found, depth: int) -> int:
    """Groups of at most as many conditions: what the search looked at before it came to such a segment."""
    lattice = found.field.lattice
    return sum(c.stop - c.start for c in lattice.cuboids if c.depth <= depth)


def _has_changed(totals: Totals) -> bool:
    return abs(totals.change) > _CALM_CHANGE * abs(totals.expected)


def _has_stayed(level: float, shift: float) -> bool:
    """Whether a segment is near its expectation while the rest went away from it."""
    away = abs(level - 1)
    return away > _AWAY and abs(level * (1 + shift) - 1) <= _STAYED * away


def find_spread(found: Found) -> float:
    """Distance from the level within which nine tenths of single values lie, segments taken out."""
    field, model = found.field, found.model
    groups = np.flatnonzero((field.depths == 1) & (model.means > 0))
    if not len(groups):
        return nan
    off: Floats = np.abs(field.actuals[groups] / model.means[groups] - 1) * found.level
    order: NDArray[np.intp] = np.argsort(off)
    reached = np.cumsum(field.means[groups][order])
    return float(off[order][np.searchsorted(reached, 0.9 * reached[-1])])
