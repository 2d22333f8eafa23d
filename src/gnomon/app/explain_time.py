"""Buckets of time of an explanation, and which of them make the value before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gnomon.app.explain_period import Baseline
from gnomon.records.investigation import Period

if TYPE_CHECKING:
    from gnomon.explain.localise.grouping import Floats

__all__ = ["Timeline", "lay_days", "lay_windows"]

_HISTORY: Final = timedelta(days=63)
_FURTHEST: Final = 28
_BASE_WINDOWS: Final = 2
_ENOUGH: Final = 8
Past = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timeline:
    """Buckets and their weights.

    Attributes
    ----------
    slots : tuple of Period
        Ascending; days, or whole windows where days do not add up.
    after, before : array of float, shape (slots,)
        Weights that give the value of the period and of its baseline.
    windows : tuple of Period
        Those of the baseline for which there are data.
    past : tuple of (before, after)
        Weights of past periods of the same length and their own baselines, latest first: they show what is usual.
    notes : tuple of str
    """

    slots: tuple[Period, ...]
    after: Floats
    before: Floats
    windows: tuple[Period, ...]
    past: tuple[Past, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_daily(self) -> bool:
        """Whether the slots are days that follow each other."""
        return all(slot.start == slot.end for slot in self.slots)

    @property
    def first(self) -> int:
        """First slot of the period."""
        return int(np.flatnonzero(self.after)[0])

    def without(self, dropped: tuple[Period, ...]) -> Timeline:
        """Take windows out of the baseline."""
        kept = tuple(w for w in self.windows if w not in dropped)
        scale = len(self.windows) / len(kept)
        before = self.before * scale
        for window in dropped:
            before = before * np.array([not _covers(window, slot) for slot in self.slots])
        names = ", ".join(str(w) for w in dropped)
        note = f"Out of line with the other weeks and left out of the baseline: {names}."
        return Timeline(
            slots=self.slots, after=self.after, before=before, windows=kept, past=self.past,
            notes=(*self.notes, note),
        )  # fmt: skip


def lay_days(period: Period, baseline: Baseline, first_data: date) -> Timeline:
    """Days from the history up to the period's end; for values that add up over days.

    Parameters
    ----------
    first_data : date
        First day for which there are rows.
    """
    earliest = min([period.start - _HISTORY, *(w.start for w in baseline.windows)])
    start = min(max(earliest, first_data), period.start)
    count = (period.end - start).days + 1
    slots = tuple(_day(start + timedelta(days=i)) for i in range(count))
    windows = tuple(w for w in baseline.windows if w.start >= first_data)
    length = (period.end - period.start).days + 1
    after = _mark(slots, period)
    before = np.zeros(count)
    for window in windows:
        days = (window.end - window.start).days + 1
        before += _mark(slots, window) * (length / days) / len(windows)
    notes = () if all((w.end - w.start).days + 1 == length for w in windows) else (_SCALED,)
    past = _find_past(slots, period, baseline.windows)
    return Timeline(slots=slots, after=after, before=before, windows=windows, past=past, notes=notes)


def _find_past(slots: tuple[Period, ...], period: Period, windows: tuple[Period, ...]) -> tuple[Past, ...]:
    """Periods before this one, each against those of its own baseline's windows for which there are days."""
    found = _list_past(slots, period, windows, min(_BASE_WINDOWS, len(windows)))
    return found if len(found) >= _ENOUGH else _list_past(slots, period, windows, 1)


def _list_past(
    slots: tuple[Period, ...], period: Period, windows: tuple[Period, ...], least: int
) -> tuple[Past, ...]:
    length = (period.end - period.start).days + 1
    found: list[Past] = []
    for back in range(length, _FURTHEST + length):
        block = _earlier(period, back)
        if block.start < slots[0].start:
            break
        moved = [w for one in windows if (w := _earlier(one, back)).start >= slots[0].start]
        if len(moved) >= max(least, 1):
            before = sum(_mark(slots, w) * (length / ((w.end - w.start).days + 1)) for w in moved) / len(
                moved
            )
            found.append((np.asarray(before, np.float64), _mark(slots, block)))
    return tuple(found)


def _earlier(period: Period, days: int) -> Period:
    back = timedelta(days=days)
    return Period(start=period.start - back, end=period.end - back)


_SCALED: Final = "The baseline has another length than the period: its daily mean is taken for as many days."


def lay_windows(period: Period, baseline: Baseline, first_data: date) -> Timeline:
    """The baseline's windows and the period, each as one bucket; for values that do not add up over days."""
    windows = tuple(w for w in baseline.windows if w.start >= first_data)
    slots = (*sorted(windows, key=lambda w: w.start), period)
    after = np.zeros(len(slots))
    after[-1] = 1.0
    before = np.full(len(slots), 1.0 / max(len(windows), 1))
    before[-1] = 0.0
    return Timeline(slots=slots, after=after, before=before, windows=windows)


def _mark(slots: tuple[Period, ...], window: Period) -> NDArray[np.float64]:
    return np.array([float(_covers(window, slot)) for slot in slots])


def _covers(window: Period, slot: Period) -> bool:
    return window.start <= slot.start and slot.end <= window.end


def _day(day: date) -> Period:
    return Period(start=day, end=day)
