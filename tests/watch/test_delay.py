from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from gnomon import GnomonError
from gnomon.watch.delay import Arrival, learn_delay

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def arrive(day, hours, rows):
    end = FIRST + timedelta(days=day)
    return Arrival(end=end, loaded_at=end + hours * HOUR, rows=rows)


def test_delay_when_a_tail_of_rows_comes_later_then_waits_for_it():
    arrivals = [a for d in range(40) for a in (arrive(d, 1, 900), arrive(d, 7, 100))]
    found = learn_delay(arrivals, now=FIRST + timedelta(days=60))
    assert found.delay == 7 * HOUR * 1.25
    assert (found.buckets, found.late) == (40, 0)


def test_delay_when_the_last_rows_are_few_then_does_not_wait_for_them():
    arrivals = [a for d in range(40) for a in (arrive(d, 1, 999), arrive(d, 90, 1))]
    assert learn_delay(arrivals, now=FIRST + timedelta(days=60)).delay == HOUR * 1.25


def test_delay_when_one_bucket_was_loaded_weeks_later_then_is_not_spoiled():
    hours = [*np.linspace(1, 3, 39), 24 * 20]
    arrivals = [arrive(d, h, 10) for d, h in enumerate(hours)]
    found = learn_delay(arrivals, now=FIRST + timedelta(days=90))
    assert found.delay < 4 * HOUR
    assert found.late == 1


def test_delay_when_buckets_are_young_or_few_then_is_not_learned():
    assert learn_delay([], now=FIRST).delay is None
    arrivals = [arrive(d, 2, 10) for d in range(9)]
    assert learn_delay(arrivals, now=FIRST + timedelta(days=60)).delay is None
    slow = [arrive(d, 24 * 30, 10) for d in range(40)]
    assert learn_delay(slow, now=FIRST + timedelta(days=68)).delay is None


def test_rows_when_loaded_before_the_end_then_count_as_at_the_end():
    arrivals = [arrive(d, -3, 10) for d in range(20)]
    assert learn_delay(arrivals, now=FIRST + timedelta(days=60)).delay == timedelta(0)


def test_arrivals_when_negative_then_are_refused():
    with pytest.raises(GnomonError) as caught:
        learn_delay([arrive(1, 1, -2)], now=FIRST)
    assert caught.value.code == "DAT-346"
