"""Seasons longer than a week, together: days of the month and weeks of the year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.watch.arrays import Floats, Places
from gnomon.watch.month_days import MonthDays, place_in_month
from gnomon.watch.rhythm import Rhythm
from gnomon.watch.year_weeks import YearWeeks, place_in_year

__all__ = ["Effects", "Habits", "LongPlaces"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongPlaces:
    """Where buckets stand in the month and in the year; arrays of one shape, from 0."""

    month: Places
    week: Places

    @classmethod
    def of_days(cls, days: Places) -> LongPlaces:
        """Read them from days since 1970, of any shape.

        Examples
        --------
        >>> LongPlaces.of_days(np.array([[0, 30], [31, 364]])).month.tolist()
        [[0, 30], [0, 30]]
        """
        if not days.size:
            return cls(month=days, week=days)
        first = int(days.min())
        known = np.arange(first, int(days.max()) + 1)
        return cls(month=place_in_month(known)[days - first], week=place_in_year(known)[days - first])

    def at(self, bucket: int) -> LongPlaces:
        """Only one bucket."""
        return LongPlaces(month=self.month[bucket], week=self.week[bucket])


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What is expected of a bucket's place in the month and in the year, on the even scale."""

    month: Floats
    year: Floats

    @property
    def both(self) -> Floats:
        """Their sum."""
        return self.month + self.year


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is known of both seasons."""

    month: MonthDays
    year: YearWeeks

    @classmethod
    def start(cls, series: int) -> Habits:
        """Know nothing yet."""
        return cls(month=MonthDays.start(series), year=YearWeeks.start(series))

    def expect(self, at: LongPlaces, spread: Floats, rhythm: Rhythm) -> Effects:
        """Effects to take off before a bucket is judged."""
        month = self.month.expect(at.month, spread) if rhythm.has_month else np.zeros_like(spread)
        return Effects(month=month, year=self.year.expect(at.week))

    def learn(  # noqa: PLR0913 - what came in, by name
        self, at: LongPlaces, effects: Effects, *, missed: Floats, value: Floats, spread: Floats, weight: Floats,
        rhythm: Rhythm,
    ) -> tuple[Habits, Floats]:  # fmt: skip
        """Add a bucket.

        Parameters
        ----------
        missed : array of float, shape (series,)
            What the forecast missed, both effects taken off.
        value : array of float, shape (series,)
            The value without its weekly season, both effects taken off.

        Returns
        -------
        pair of Habits and array of float
            The second: by how much more is expected of the year at this place than before it was learned; the
            levels go down by it.
        """
        month = self.month
        if rhythm.has_month:
            month = month.learn(at.month, missed + effects.month, spread, weight=weight)
        year = self.year.learn(at.week, value + effects.year, spread, weight=weight, year=rhythm.year)
        changed = year.share != self.year.share
        more = (
            np.where(changed, year.expect(at.week) - effects.year, 0)
            if changed.any()
            else np.zeros_like(spread)
        )
        return Habits(month=month, year=year), more
