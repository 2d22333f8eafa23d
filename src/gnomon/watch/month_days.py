"""What days of the month do to each series: pay-days, days of settlement, the last of the month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gnomon.watch.arrays import REAL, Floats, Places
from gnomon.watch.place_rows import pick_row, put_row, split_places

__all__ = ["MonthDays", "place_in_month"]

_PLACES: Final = 31
_LAST: Final = 3  # days of a month that are counted from its end
_TINY: Final = REAL(1e-12)
_SURE: Final = REAL(6)  # squared standard errors that an effect must exceed
_SEEN: Final = 3  # months, before a day of the month is believed
_FAR: Final = REAL(12)  # spreads beyond which one day teaches no more
_SLOWEST: Final = REAL(1 / 12)


def place_in_month(days: Places) -> Places:
    """Place in the month, from 0, of days since 1970: its last three days are the last three places.

    Examples
    --------
    >>> days = np.array(["2024-02-01", "2024-02-25", "2024-02-29", "2024-03-31"], "datetime64[D]")
    >>> place_in_month(days.astype(np.int64)).tolist()
    [0, 24, 30, 30]
    """
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    day = (dates - months.astype("datetime64[D]")).astype(np.intp)
    left = ((months + 1).astype("datetime64[D]") - dates).astype(np.intp) - 1
    return np.where(left < _LAST, _PLACES - 1 - left, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDays:
    """Effects of days of the month on the even scale.

    Attributes
    ----------
    effect, square, seen : tuple of array of float, shape (series,)
        For each place of the month: mean and mean square of what the forecast misses there, and how often it was
        seen.
    """

    effect: tuple[Floats, ...]
    square: tuple[Floats, ...]
    seen: tuple[Floats, ...]

    @classmethod
    def start(cls, series: int) -> MonthDays:
        """Know nothing yet."""
        none = (np.zeros(series, REAL),) * _PLACES
        return cls(effect=none, square=none, seen=none)

    def expect(self, place: Places, spread: Floats) -> Floats:
        """Effect to take off, shrunk; 0 where it could be chance."""
        effect, square, seen = (pick_row(rows, place) for rows in (self.effect, self.square, self.seen))
        spare = np.maximum(square - effect**2, spread**2) / np.maximum(seen, 1)
        sure = np.maximum(1 - _SURE * spare / (effect**2 + _TINY), 0)
        return np.where(seen >= _SEEN, effect * sure, 0)

    def learn(self, place: Places, missed: Floats, spread: Floats, *, weight: Floats) -> MonthDays:
        """Add what the forecast missed, before any effect of the month was taken off."""
        effect, square, seen = self.effect, self.square, self.seen
        missed = np.clip(missed, -_FAR * spread, _FAR * spread)
        for at, here in split_places(place):
            pace = np.where(here, weight, 0)
            rate = pace * np.maximum(1 / (seen[at] + 1), _SLOWEST)
            effect = put_row(effect, at, effect[at] + rate * (missed - effect[at]))
            square = put_row(square, at, square[at] + rate * (missed**2 - square[at]))
            seen = put_row(seen, at, seen[at] + pace)
        return MonthDays(effect=effect, square=square, seen=seen)
