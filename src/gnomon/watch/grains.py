"""Grains that can be watched, and what each means for the detector."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gnomon.base.errors import QuestionError, nearest_hint
from gnomon.watch.rhythm import Rhythm

__all__ = ["WatchGrain", "guess_grain", "read_grain"]

_DAY: Final = 86_400
_MONTH: Final = 30.4375  # days, of 400 years of the calendar
_NAMES: Final = {"minute": 60, "hour": 3600, "day": _DAY, "week": 7 * _DAY, "month": 0, "quarter": 0}
_MONTHS: Final = {"month": 1, "quarter": 3}
_TEXT: Final = re.compile(r"^\s*(\d*)\s*([a-z]+?)s?\s*$")
_SHORT: Final = {"min": "minute", "h": "hour", "d": "day", "w": "week"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchGrain:
    """A bucket size.

    Attributes
    ----------
    name : str
        As shown: ``day``, ``hour``, ``5 minutes``.
    seconds : int
        Length of a bucket; 0 for months.
    months : int
        Length in months; 0 for fixed lengths.
    rhythm : Rhythm
        What it means for the detector.
    """

    name: str
    seconds: int
    months: int
    rhythm: Rhythm

    @property
    def days(self) -> float:
        """Length in days; of months their mean.

        Examples
        --------
        >>> read_grain("hour").days * 24, read_grain("month").days
        (1.0, 30.4375)
        """
        return self.seconds / _DAY if self.seconds else self.months * _MONTH

    @property
    def per_day(self) -> int:
        """Buckets of a day; 0 for a day and longer."""
        return _DAY // self.seconds if 0 < self.seconds < _DAY else 0


def read_grain(text: str) -> WatchGrain:
    """Read a grain such as ``day``, ``hour`` or ``5 minutes``.

    Raises
    ------
    QuestionError
        ASK-295 if it is none, or does not divide a day.

    Examples
    --------
    >>> read_grain("5min").name, read_grain("Days").rhythm.period
    ('5 minutes', 7)
    """
    match = _TEXT.match(text.lower())
    count = int(match[1] or 1) if match else 0
    unit = _SHORT.get(match[2], match[2]) if match else ""
    if unit not in _NAMES or count < 1 or (count > 1 and unit not in {"minute", "hour"}):
        hint = nearest_hint(unit, _NAMES, otherwise="Use 5 minutes, hour, day, week, month or quarter.")
        raise QuestionError(f"Unknown grain {text!r}. {hint}", code="ASK-295")
    name = unit if count == 1 else f"{count} {unit}s"
    if unit in _MONTHS:
        return WatchGrain(name=name, seconds=0, months=_MONTHS[unit], rhythm=_LONG[unit])
    seconds = count * _NAMES[unit]
    if seconds < _DAY and _DAY % seconds:
        raise QuestionError(f"A grain of {name} does not divide a day. Use one that does.", code="ASK-295")
    return WatchGrain(name=name, seconds=seconds, months=0, rhythm=_fixed(seconds, unit))


def guess_grain(gaps: NDArray[np.int64]) -> WatchGrain:
    """Guess the grain from the gaps between neighbouring times of a series, in seconds.

    Examples
    --------
    >>> guess_grain(np.array([86400, 86400, 172800])).name
    'day'
    """
    usual = int(np.median(gaps)) if gaps.size else _DAY
    days = usual / _DAY
    if 27 < days < 32:  # noqa: PLR2004 - days of a month
        return read_grain("month")
    if 89 < days < 93:  # noqa: PLR2004 - days of a quarter
        return read_grain("quarter")
    for name in ("week", "day", "hour"):
        if usual >= _NAMES[name] and usual % _NAMES[name] == 0:
            count = usual // _NAMES[name]
            return read_grain(name if name != "hour" else f"{count} hours")
    if usual >= _NAMES["minute"] and usual % _NAMES["minute"] == 0:
        return read_grain(f"{usual // 60} minutes")
    raise QuestionError(f"Times lie {usual} seconds apart: that is no grain. Name one.", code="ASK-295")


def _fixed(seconds: int, unit: str) -> Rhythm:
    if unit == "week":
        return _rhythm(
            period=1, warm=26, spans=(1, 3), rates=(0.1, 0.25, 0.5), patience=3, alert=0.0015, year=52
        )
    if seconds == _DAY:
        return _rhythm(
            period=7,
            warm=42,
            spans=(1, 3, 7),
            rates=(0.05, 0.15, 0.4),
            patience=3,
            alert=0.002,
            has_slow=True,
            has_month=True,
            year=365,
        )
    per_day = _DAY // seconds
    hour = max(1, per_day // 24)
    rates = (0.005, 0.03, 0.15, 0.4)
    if per_day <= 24:  # noqa: PLR2004 - hours: a week of them fits into a season
        spans = tuple(sorted({1, min(4, per_day), per_day}))
        return _rhythm(
            period=7 * per_day, inner=per_day, warm=21 * per_day, spans=spans, rates=rates,
            patience=max(3, per_day // 4), alert=0.0005,
        )  # fmt: skip
    return _rhythm(
        period=per_day, warm=3 * per_day, spans=(1, max(3, hour // 3), max(6, hour)), rates=rates,
        patience=max(6, hour), alert=0.0001,
    )  # fmt: skip


def _rhythm(  # noqa: PLR0913 - the fields of a rhythm, with two defaults
    *, period: int, warm: int, spans: tuple[int, ...], rates: tuple[float, ...], patience: int, alert: float,
    inner: int | None = None, has_slow: bool = False, has_month: bool = False, year: int = 0,
) -> Rhythm:  # fmt: skip
    return Rhythm(
        period=period, inner=inner or period, warm=warm, spans=spans, rates=rates, patience=patience,
        has_slow=has_slow, has_month=has_month, year=year, alert=alert,
    )  # fmt: skip


_LONG: Final = {
    "month": _rhythm(period=12, warm=36, spans=(1, 3), rates=(0.1, 0.3, 0.6), patience=3, alert=0.002),
    "quarter": _rhythm(period=4, warm=16, spans=(1,), rates=(0.2, 0.5), patience=3, alert=0.002),
}
