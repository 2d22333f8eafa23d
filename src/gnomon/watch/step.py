"""What one bucket was found to be, and the band of what would have been ordinary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from gnomon.stats import Hazard
from gnomon.watch.arrays import Floats, Places
from gnomon.watch.floor import uneven_share
from gnomon.watch.judge import Judged
from gnomon.watch.spans import Spans, stretch_tail
from gnomon.watch.tuning import Tuning
from gnomon.watch.units import Units

__all__ = ["Known", "Step"]

_BAND: Final = 0.01  # a bucket at the edge of the band has about this p-value


class Known(Protocol):
    """The parts of a state that a band is computed from."""

    @property
    def tuning(self) -> Tuning:
        """Numbers of the method."""
        ...

    @property
    def units(self) -> Units:
        """Scales."""
        ...

    @property
    def spans(self) -> Spans:
        """Recent sums."""
        ...

    @property
    def tests(self) -> Hazard:
        """Tail of each test."""
        ...

    @property
    def whole(self) -> Hazard:
        """Tail of the most surprised test."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one bucket was judged to be; every array has the shape (series,).

    Attributes
    ----------
    nats : array of float
        Minus the log of the p-value; nan while there is not enough history.
    score : array of float
        Signed standard score of the bucket itself; 0 where it has no row.
    lead : array of int
        Which test was the most surprised: place in the spans, then the slow level; STUCK or MISSING.
    accepted : array of float
        Change of level on the bent scale that was accepted as the new normal with this bucket; mostly 0.
    habit : array of float, or 0
        What the month and the year add to the expected value, on the bent scale; taken off before judging.
    judged : Judged
        Values, forecasts and residuals.
    before : Known
        The state that judged.
    n : array of float, optional
        Denominators of the shares.
    """

    STUCK: ClassVar[int] = 100
    MISSING: ClassVar[int] = 101

    nats: Floats
    score: Floats
    lead: Places
    accepted: Floats
    habit: Floats | int
    judged: Judged
    before: Known
    n: NDArray[np.float64] | None = None

    def expected(self) -> Floats:
        """Expected values, in the units of the data."""
        return self._told(self.before.units.straight(self.judged.centre + self.habit))

    def edges(self) -> tuple[Floats, Floats]:
        """Lower and upper edge of the band, in the units of the data."""
        judged, units, band = self.judged, self.before.units, self._band()
        middle = units.straight(judged.centre + self.habit)
        found: list[Floats] = []
        for side in (-1, 1):
            bent = units.straight(judged.centre + self.habit + side * band * judged.spread.bent)
            plain = middle + side * band * judged.spread.plain * units.size
            edge = judged.share * plain + (1 - judged.share) * bent
            found.append(np.where(units.is_positive | units.is_ratio, np.maximum(edge, 0), edge))
        high = np.where(units.is_ratio, np.minimum(found[1], 1), found[1])
        return self._told(found[0]), self._told(high)

    def _told(self, values: Floats) -> Floats:
        """Shares as they would be seen: without the share of a success that was added before judging."""
        if self.n is None:
            return values
        seen = uneven_share(values, self.n).astype(values.dtype)
        return np.where(self.before.units.is_ratio, np.clip(seen, 0, 1), values)

    def _band(self) -> Floats:
        """Standard score at which the test of a single bucket reaches the p-value of the band."""
        spread = self.before.spans.spread[0]
        nats = self.before.whole.unbend(np.full_like(spread, -np.log(_BAND)))
        score = self.before.tests.row(0).unbend(nats)
        return stretch_tail(score, self.before.tuning.tail) * spread
