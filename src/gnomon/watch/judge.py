"""Judge a bucket against what was expected of it, on both scales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gnomon.watch.arrays import REAL, Floats, Places
from gnomon.watch.bank import Bank, Forecast
from gnomon.watch.feasts import Feasts
from gnomon.watch.floor import Noise, add_sampling_noise
from gnomon.watch.tuning import Tuning
from gnomon.watch.units import Units

__all__ = ["Bucket", "Judged", "judge"]

_WORST: Final = 40.0  # a score beyond this says no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """What came in one bucket; arrays of shape (series,).

    Attributes
    ----------
    values : array of float
        0 where there is no row.
    n, usual_n : array of float, optional
        Denominators of the shares, and their recent size.
    day : array of int, optional
        Kind of day; None when it is ordinary for all.
    """

    values: Floats
    n: Floats | None
    usual_n: Floats
    day: Places | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Values, forecasts, residuals and scores of a bucket; arrays of shape (series,).

    Attributes
    ----------
    apart_plain, apart_bent : array of float
        Residuals, without an effect of the calendar taken off.
    share : array of float
        Weight of the plain scale in the score.
    score : array of float
        Standard score, within 40.
    gain : array of float
        By how many nats the bent scale foresaw this bucket better than the plain one.
    centre : array of float
        Expected value on the bent scale, the effect of the calendar included.
    """

    plain: Floats
    bent: Floats
    seen_plain: Forecast
    seen_bent: Forecast
    apart_plain: Floats
    apart_bent: Floats
    spread: Noise
    share: Floats
    score: Floats
    gain: Floats
    centre: Floats


def judge(  # noqa: PLR0913 - parts of the state, which this file may not know whole
    bucket: Bucket, *, units: Units, banks: tuple[Bank, Bank], feasts: Feasts, favour: Floats, phase: int,
    tuning: Tuning,
) -> Judged:  # fmt: skip
    """Score a bucket by the weighted mean of its standard scores on the plain and on the bent scale."""
    plain, bent = units.plain(bucket.values), units.bent(bucket.values)
    seen_plain, seen_bent = (bank.forecast(phase, tuning) for bank in banks)
    apart_plain, apart_bent = plain - seen_plain.value, bent - seen_bent.value
    spread = add_sampling_noise(
        units, Noise(plain=seen_plain.spread, bent=seen_bent.spread), seen_plain.value * units.size,
        n=bucket.n, usual_n=bucket.usual_n,
    )  # fmt: skip
    centre, off = seen_bent.value, apart_bent
    if bucket.day is not None:
        effect = feasts.expect(bucket.day)
        wide = feasts.widen(bucket.day, spread.bent)
        centre, off = centre + effect, apart_bent - effect
        spread = Noise(plain=spread.plain * np.where(bucket.day > 0, 2 * wide, 1), bent=spread.bent * wide)
    on_plain, on_bent = apart_plain / spread.plain, off / spread.bent
    odds = REAL(1 / tuning.plain_share - 1) * np.exp(np.clip(tuning.scale_power * favour, -20, 20))
    share = 1 / (1 + odds)
    score = share * on_plain + (1 - share) * on_bent
    loss = 0.5 * (np.minimum(on_plain**2, 9) - np.minimum(on_bent**2, 9))
    width = np.log(spread.plain * units.size / (spread.bent * units.stretch(bucket.values)))
    return Judged(
        plain=plain, bent=bent, seen_plain=seen_plain, seen_bent=seen_bent, apart_plain=apart_plain,
        apart_bent=apart_bent, spread=spread, share=share, score=np.clip(score, -_WORST, _WORST),
        gain=np.clip(loss + width, -3, 3), centre=centre,
    )  # fmt: skip
