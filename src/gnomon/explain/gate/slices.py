"""Rows that are missing from a part of a table: keys that other tables name, and slices that they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from gnomon.explain.gate.profile import Profile, find_usual, say_days
from gnomon.explain.localise.grouping import Floats
from gnomon.records.investigation import DataFinding

__all__ = ["find_missing_slices"]

_NEARLY_NONE = 0.3
_OTHERS_ARE_THERE = 0.7
_ENOUGH = 20
_LEAST_ORPHANS = 0.03
_CLEAR = 6.0
_RECENT = 14
_LOW = 0.85


def find_missing_slices(profile: Profile, days: range) -> Iterator[DataFinding]:
    """Keys that other tables name and the table lacks; else slices nearly empty here and full in other tables.

    Who did less leaves fewer rows everywhere; a row whose key is named elsewhere was there and did not arrive.
    """
    lacking = _find_orphans(profile, days)
    if lacking is not None:
        yield lacking
        return
    for (name, label), others in profile.slices.items():
        found = _find_slice(profile, days, (name, label), others)
        if found is not None:
            yield found


def _find_orphans(profile: Profile, days: range) -> DataFinding | None:
    best: tuple[float, str, list[int]] = (0.0, "", [])
    for name, share in profile.orphans.items():
        past = share[max(0, days.start - _RECENT) : days.start]
        if not past.size:
            continue
        usual = float(np.median(past))
        limit = usual + max(_LEAST_ORPHANS, _CLEAR * 1.4826 * float(np.median(np.abs(past - usual))))
        held = [day for day in days if share[day] > limit]
        if held:
            best = max(best, (float(np.mean(share[held])) - usual, name, held))
    more, name, held = best
    if not held:
        return None
    where = _find_place(profile, days)
    rows, usual = _add_up(profile.rows, days)
    part = f" where {where[0][0]} = {_show(where[0][1])}" if where else ""
    text = (
        f"{profile.source} lacks {more:.1%} of the keys that {name} names {say_days(profile, held)}{part}: "
        "rows were lost, or are not loaded yet."
    )
    return DataFinding(
        rule="missing rows", source=profile.source, text=text, first=profile.days[held[0]],
        last=profile.days[held[-1]], where=where, before=usual, after=rows,
        reach=-more * len(held) / len(days),
    )  # fmt: skip


def _find_place(profile: Profile, days: range) -> tuple[tuple[str, object], ...]:
    """The slice that holds most of the loss: low, and more so than the rest of its dimension."""
    best: tuple[float, tuple[tuple[str, object], ...]] = (0.0, ())
    total, whole = _add_up(profile.rows, days)
    for name, values in profile.values.items():
        for at, label in enumerate(values.labels):
            now, usual = _add_up(values.rows[at], days)
            rest = (total - now) / (whole - usual) if whole > usual else 0.0
            if usual >= _ENOUGH and now / usual < _LOW and rest > _LOW:
                best = max(best, (usual - now, ((name, label),)), key=lambda one: one[0])
    return best[1]


def _find_slice(
    profile: Profile, days: range, slice_: tuple[str, object], others: Mapping[str, Floats]
) -> DataFinding | None:
    values = profile.values[slice_[0]]
    rows = values.rows[list(values.labels).index(slice_[1])]
    now, usual = _add_up(rows, days)
    ends = [_add_up(found, days) for found in others.values()]
    shares = [there / common for there, common in ends if common >= _ENOUGH]
    is_low = usual >= _ENOUGH and 0 < now < _NEARLY_NONE * usual
    if not is_low or not shares or min(shares) <= _OTHERS_ARE_THERE:
        return None
    whole = _add_up(profile.rows, days)[1]
    text = (
        f"{profile.source} has {now:,.0f} rows {say_days(profile, days)} where {slice_[0]} = {_show(slice_[1])}, "
        f"and {usual:,.0f} are usual, while {', '.join(others)} came as ever there: they were lost, or are not loaded "
        "yet."
    )
    return DataFinding(
        rule="missing rows", source=profile.source, text=text, first=profile.days[days[0]],
        last=profile.days[days[-1]], where=(slice_,), before=usual, after=now, reach=(now - usual) / whole,
    )  # fmt: skip


def _add_up(rows: Floats, days: Sequence[int]) -> tuple[float, float]:
    """Rows of the days, and how many are usual."""
    first = days[0]
    usual = [find_usual(rows, first, day) for day in days]
    return float(rows[list(days)].sum()), float(np.nansum(usual))


def _show(value: object) -> str:
    return "null" if value is None else str(value)
