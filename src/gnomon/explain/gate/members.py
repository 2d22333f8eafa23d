"""Values of a dimension that vanished or appeared."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gnomon.explain.gate.profile import Profile, Values, find_usual
from gnomon.explain.localise.grouping import Floats, Rows
from gnomon.records.investigation import DataFinding

__all__ = ["find_changed_members"]

_SHARE = 0.01
_NEW_SHARE = 0.03
_ENOUGH = 20
_DAYS = 14
_SAME = 0.35
_MOST_OF = 0.3


def find_changed_members(profile: Profile, days: range) -> Iterator[DataFinding]:
    """Values that were there every day and are gone, and values that never were.

    A value that takes the place of a vanished one is its new name. Dimensions whose values come by themselves,
    such as versions, are known by their past and passed over.
    """
    usual = sum(find_usual(profile.rows, days.start, day) for day in days)
    if not _seen(profile.rows[None], days)[0] >= _MOST_OF * usual:
        return  # the table as a whole is nearly empty, which is another finding
    for name, values in profile.values.items():
        gone, fresh = _find_gone(values, days), _find_fresh(values, days)
        for value in gone:
            yield _say_gone(profile, name, values, int(value), fresh, days)
        if len(gone) or _has_come_before(values, days.start):
            continue
        for value in fresh:
            yield _say_fresh(profile, name, values, int(value), days)


def _find_gone(values: Values, days: range) -> Rows:
    history = values.rows[:, max(0, days.start - _DAYS) : days.start]
    if not history.size:
        return np.zeros(0, np.intp)
    share = history.sum(axis=1) / max(float(history.sum()), 1.0)
    was_there = (history > 0).all(axis=1) & (np.median(history, axis=1) >= _ENOUGH) & (share >= _SHARE)
    return np.flatnonzero(was_there & (_seen(values.rows, days) == 0))


def _find_fresh(values: Values, days: range) -> Rows:
    now = _seen(values.rows, days)
    never = values.rows[:, : days.start].sum(axis=1) == 0
    return np.flatnonzero(never & (now >= _ENOUGH) & (now >= _NEW_SHARE * now.sum()))


def _seen(rows: Floats, days: range) -> Floats:
    return rows[:, days.start : days.stop].sum(axis=1)


def _has_come_before(values: Values, first: int) -> bool:
    """Whether a value of some size came up, or went, within the past as well."""
    half = first // 2
    early, late = values.rows[:, :half].sum(axis=1), values.rows[:, half:first].sum(axis=1)
    came = (early == 0) & (late >= _SHARE * late.sum())
    left = (late == 0) & (early >= _SHARE * early.sum())
    return bool((came | left).any())


def _say_gone(
    profile: Profile, name: str, values: Values, value: int, fresh: Rows, days: range
) -> DataFinding:
    usual = sum(find_usual(values.rows[value], days.start, day) for day in days)
    whole = sum(find_usual(profile.rows, days.start, day) for day in days)
    heirs = [v for v in fresh if abs(float(_seen(values.rows, days)[v]) - usual) <= _SAME * usual]
    label = _show(values.labels[value])
    text = f"{name} = {label} vanished from {profile.source}: no rows, where {usual:,.0f} are usual."
    if heirs:
        text += f" {name} = {_show(values.labels[heirs[0]])} appeared in about the same number."
    return DataFinding(
        rule="value vanished",
        source=profile.source,
        text=text,
        first=profile.days[days.start],
        last=profile.days[days.stop - 1],
        where=((name, values.labels[value]),),
        before=float(usual),
        after=0.0,
        reach=0.0 if heirs else -float(usual) / max(float(whole), 1.0),
    )


def _say_fresh(profile: Profile, name: str, values: Values, value: int, days: range) -> DataFinding:
    now = float(_seen(values.rows, days)[value])
    return DataFinding(
        rule="value appeared",
        source=profile.source,
        text=f"{name} = {_show(values.labels[value])} appeared in {profile.source} with {now:,.0f} rows.",
        first=profile.days[days.start],
        last=profile.days[days.stop - 1],
        where=((name, values.labels[value]),),
        before=0.0,
        after=now,
    )


def _show(value: object) -> str:
    return "null" if value is None else str(value)
