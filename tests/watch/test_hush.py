from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnomon.records.incident import Severity
from gnomon.records.mute import Mute
from gnomon.records.quiet import Maintenance, QuietHours
from gnomon.watch.hush import end_of_quiet, find_hush, find_mute, is_in_maintenance
from tests.watch.incident_cases import DE, DE_IOS, FIRST, NOW, US, anomaly, incident

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(start=time(22), end=time(8))


def mute(metric="dau", where=(), hours=1):
    return Mute(
        metric=metric, where=where, until=NOW + timedelta(hours=hours), by="Ada", reason="known", made_at=NOW
    )


def small(**changes):
    return incident(anomaly(value=93.0, **changes))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 31)), st.times(), st.times())
def test_quiet_hours_when_a_moment_lies_in_them_then_they_end_at_their_end_within_a_day(at, start, end):
    now = at.replace(tzinfo=UTC)
    ends = end_of_quiet(now, QuietHours(start=start, end=end), zone=ZoneInfo("UTC"))
    inside = (start <= at.time() < end) if start <= end else not (end <= at.time() < start)
    assert (ends is not None) == inside
    if ends is not None:
        assert now < ends <= now + timedelta(days=1)
        assert ends.time() == end


def test_quiet_hours_when_a_clock_changes_then_they_end_by_the_clock():
    before = datetime(2024, 3, 30, 23, tzinfo=UTC)  # midnight in Berlin; the night is an hour shorter
    assert end_of_quiet(before, NIGHT, zone=BERLIN) == datetime(2024, 3, 31, 6, tzinfo=UTC)


def test_hush_when_critical_then_quiet_hours_do_not_hold_it():
    now = datetime(2024, 5, 2, 1, tzinfo=UTC)
    grave = incident(anomaly(value=0.0, p_value=0.0), importance={"dau": 1.0})
    assert grave.severity is Severity.CRITICAL
    assert find_hush(grave, now=now, zone=BERLIN, quiet=NIGHT) is None
    held = find_hush(small(), now=now, zone=BERLIN, quiet=NIGHT)
    assert (held.until, held.why) == (datetime(2024, 5, 2, 6, tzinfo=UTC), "quiet hours")


@pytest.mark.parametrize(
    "given_mute, is_mute",
    [
        (mute(), True),
        (mute("*"), True),
        (mute("plays"), False),
        (mute(where=DE), True),
        (mute(where=US), False),
        (mute(hours=-1), False),
    ],
)
def test_mute_when_it_covers_every_series_and_has_not_ended_then_it_holds(given_mute, is_mute):
    one = incident(anomaly(where=DE_IOS))
    assert (find_mute(one, (given_mute,), now=NOW) is not None) == is_mute


def test_mute_when_one_series_is_not_covered_then_the_incident_is_told():
    assert find_mute(incident(anomaly(), anomaly("plays")), (mute(),), now=NOW) is None


@pytest.mark.parametrize(
    "metrics, day, is_in",
    [(("*",), 0, True), (("dau",), 0, True), (("plays",), 0, False), (("*",), 1, False)],
)
def test_maintenance_when_it_touches_the_bucket_then_the_bucket_is_disturbed(metrics, day, is_in):
    window = Maintenance(start=FIRST + timedelta(hours=2), end=FIRST + timedelta(hours=4), metrics=metrics)
    assert (is_in_maintenance((anomaly(day=day),), (window,)) is not None) == is_in


def test_maintenance_when_the_trouble_outlasts_it_then_it_is_told():
    window = Maintenance(start=FIRST, end=FIRST + timedelta(hours=4))
    assert is_in_maintenance((anomaly(), anomaly(day=1)), (window,)) is None
