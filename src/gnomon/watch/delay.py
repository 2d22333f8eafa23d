"""How long after its end a bucket is complete, learned from when its rows were loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from gnomon.base.errors import DataError

__all__ = ["Arrival", "LearnedDelay", "learn_delay"]

_FEWEST: Final = 10  # complete buckets, before their delays say more than the longest of them
_MARGIN: Final = 1.25  # delays of tomorrow may be longer than all that were seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Rows of one bucket that were loaded at one moment.

    Attributes
    ----------
    end : datetime
        When the bucket ended.
    loaded_at : datetime
        When these rows were there; a load before the end counts as at the end.
    rows : float
        How many, or their share of the bucket.
    """

    end: datetime
    loaded_at: datetime
    rows: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedDelay:
    """A delay and what it rests on.

    Attributes
    ----------
    delay : timedelta, optional
        After a bucket's end it is complete then; None when too few buckets were seen.
    buckets : int
        Complete buckets that were seen.
    late : int
        Of them, those that were not complete after the delay: the few slowest are not waited for.
    """

    delay: timedelta | None
    buckets: int
    late: int


def learn_delay(
    arrivals: Sequence[Arrival], *, now: datetime, complete: float = 0.995, quantile: float = 0.95
) -> LearnedDelay:
    """Learn from loading times when a bucket may be judged.

    For every bucket: the time until ``complete`` of its rows were there. Buckets younger than twice a slow one's
    time do not count, for more of their rows may come. The delay is the quantile of these times, a quarter
    longer; with fewer than ten buckets none is learned.

    Parameters
    ----------
    now : datetime
        When the arrivals were read.
    complete : float
        Share of the rows at which a bucket counts as complete.
    quantile : float
        Share of buckets that are complete by then.

    Raises
    ------
    DataError
        DAT-346 if an arrival has negative rows or a share is outside 0 to 1.

    Examples
    --------
    >>> from datetime import UTC
    >>> day = datetime(2024, 1, 1, tzinfo=UTC)
    >>> ends = [day + timedelta(days=d) for d in range(1, 31)]
    >>> arrivals = [Arrival(end=e, loaded_at=e + timedelta(hours=4), rows=100) for e in ends]
    >>> learn_delay(arrivals, now=ends[-1] + timedelta(days=2)).delay
    datetime.timedelta(seconds=18000)
    """
    if any(one.rows < 0 for one in arrivals) or not (0 < complete <= 1 and 0 < quantile <= 1):
        raise DataError(
            "A delay is learned from rows that are 0 or more, and from shares above 0 and up to 1.",
            code="DAT-346",
        )
    waits = _find_waits(arrivals, complete)
    slow = float(np.quantile(list(waits.values()), quantile, method="higher")) if waits else 0.0
    settled = [wait for end, wait in waits.items() if (now - end).total_seconds() >= 2 * slow]
    if len(settled) < _FEWEST:
        return LearnedDelay(delay=None, buckets=len(settled), late=0)
    seconds = float(np.quantile(settled, quantile, method="higher")) * _MARGIN
    late = sum(wait > seconds for wait in settled)
    return LearnedDelay(delay=timedelta(seconds=round(seconds)), buckets=len(settled), late=late)


def _find_waits(arrivals: Sequence[Arrival], complete: float) -> dict[datetime, float]:
    """For each bucket: seconds until enough of its rows were there."""
    buckets: dict[datetime, list[tuple[float, float]]] = {}
    for one in arrivals:
        wait = max((one.loaded_at - one.end).total_seconds(), 0.0)
        buckets.setdefault(one.end, []).append((wait, one.rows))
    found: dict[datetime, float] = {}
    for end, loads in buckets.items():
        loads.sort()
        reached = np.cumsum([rows for _, rows in loads])
        if reached[-1] > 0:
            enough = complete * float(reached[-1]) * (1 - 1e-9)
            found[end] = loads[int((reached < enough).sum())][0]
    return found
