"""The outcome of an investigation, from what was found."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from gnomon.records.explanation import Change
from gnomon.records.investigation import Band, DataVerdict, Split, Verdict
from gnomon.records.localisation import Localisation, Segment

__all__ = ["is_even", "name_outcome", "stands_out"]

_SURE = 1e-3
_EVEN = 0.5
_LARGE = 0.05


def name_outcome(
    change: Change,
    band: Band | None,
    data: DataVerdict,
    localisation: Localisation | None,
    splits: Sequence[Split] = (),
) -> Verdict:
    """Name the outcome: the data first, then calm, then where the change sits.

    A total inside its band is calm, unless segments surely moved, by a part of the band that matters: two that cancel
    are no calm, nor is a country that fell while others wobble.
    """
    if isnan(change.before) or isnan(change.after):
        return "data problem" if data.status == "at fault" else "not enough data"
    if data.status == "at fault":
        return "data problem"
    if band is not None and band.holds(change.after) and not stands_out(band, localisation):
        return "within the usual range"
    if localisation is None or localisation.outcome in ("data problem", "not enough data"):
        return "diffuse" if band is not None and is_even(splits) else "not enough data"
    return localisation.outcome


def is_even(splits: Sequence[Split]) -> bool:
    """Whether every larger value of every dimension moved by about as much: for cubes too small to be searched.

    True where all shifts lie within half of the mean shift around it.
    """
    shifts = [shift for split in splits for shift in _list_shifts(split)]
    if not shifts:
        return False
    mean = sum(shifts) / len(shifts)
    return all(abs(shift - mean) <= _EVEN * abs(mean) for shift in shifts)


def _list_shifts(split: Split) -> list[float]:
    parts = split.explanation.contributions
    rated = [c for c in parts if c.part == "rate"]
    weights = {c.name: (c.before + c.after) / 2 for c in parts if c.part == "mix"}
    moved = rated or [c for c in parts if c.part == "amount"]
    whole = sum(c.before for c in moved)
    weights = weights or {c.name: c.before / whole for c in moved if whole}
    return [c.after / c.before - 1 for c in moved if c.before and weights.get(c.name, 0) >= _LARGE]


def stands_out(band: Band, localisation: Localisation | None) -> bool:
    """Whether segments surely moved, by an eighth of the total's band or more, although the total may be calm."""
    if localisation is None:
        return False
    least = (band.high - band.low) / 8
    return any(_is_sure(s) and abs(s.effect) > least for s in localisation.segments)


def _is_sure(segment: Segment) -> bool:
    return not segment.tentative and segment.pvalue < _SURE
