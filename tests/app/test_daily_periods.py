"""Which day is run, which were missed, when the clock strikes."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from time import sleep

import pytest

from gnomon.app.daily.lease import hold_lease
from gnomon.app.daily.periods import CATCH_UP, MOST_MISSED, last_day, missed_days, moment_on, name_period
from gnomon.app.daily.record import read_steps
from gnomon.app.daily.schedule import next_time, run_by_clock
from gnomon.base.errors import InputError
from gnomon.records.run import Run, RunStep
from gnomon.store import LeaseHeldError, StaleFenceError, open_store

AT = datetime(2024, 5, 2, 6, tzinfo=UTC)
DAY = date(2024, 5, 1)


def make_run(day, *steps, done=True, mark="a1b2c3"):
    made = tuple(RunStep(name=name, done_at=AT if done else None) for name in steps)
    return Run(period=name_period(day, mark), begun_at=AT, holder="here", steps=made)


@pytest.mark.parametrize(
    "runs",
    [
        (),
        (make_run(DAY, "ask"),),
        (make_run(DAY - timedelta(days=5), "watch", done=False),),
        (make_run(DAY - timedelta(days=1), "watch"),),
        (make_run(DAY, "watch"), make_run(DAY - timedelta(days=9), "watch")),
    ],
)
def test_missed_days_when_none_lies_between_then_none(runs):
    assert missed_days(runs, DAY).days == ()


def test_missed_days_when_a_run_caught_up_and_was_killed_then_they_are_still_to_be_told():
    runs = (make_run(DAY - timedelta(days=2), CATCH_UP), make_run(DAY - timedelta(days=3), "ask", "watch"))
    missed = missed_days(runs, DAY)
    assert (missed.days, missed.since) == ((DAY - timedelta(days=2), DAY - timedelta(days=1)), AT)


def test_missed_days_when_very_many_then_only_the_last_month():
    missed = missed_days((make_run(DAY - timedelta(days=400), "watch"),), DAY)
    assert (len(missed.days), missed.days[-1]) == (MOST_MISSED, DAY - timedelta(days=1))


def test_day_when_clocks_change_then_is_the_one_of_the_reporting_zone():
    night = datetime(
        2024, 3, 31, 0, 30, tzinfo=UTC
    )  # 01:30 in Berlin, half an hour before the hour that is left out
    assert last_day(night, "Europe/Berlin") == date(2024, 3, 30)
    assert last_day(night, "America/New_York") == date(2024, 3, 29)
    morning = datetime(2024, 4, 2, 5, 30, tzinfo=UTC)  # 07:30 in Berlin, in summer time
    assert moment_on(date(2024, 3, 29), morning, "Europe/Berlin") == datetime(2024, 3, 30, 6, 30, tzinfo=UTC)


def test_steps_when_written_in_any_order_then_done_in_theirs():
    assert read_steps("deliver,ask,ask") == ("ask", "deliver")
    with pytest.raises(InputError, match=r"Did you mean report.*INP-040"):
        read_steps("ask,rport")


def test_clock_when_asked_then_strikes_in_the_reporting_zone():
    assert next_time(zone="Asia/Shanghai", now=AT).astimezone(UTC) == datetime(2024, 5, 2, 23, 30, tzinfo=UTC)
    assert next_time(zone="UTC", at="7:05", now=AT) == datetime(2024, 5, 2, 7, 5, tzinfo=UTC)
    assert next_time(zone="UTC", cron="0 9 * * mon", now=AT) == datetime(2024, 5, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "clock, code",
    [
        ({"at": "24:00"}, "INP-043"),
        ({"at": "noon"}, "INP-043"),
        ({"cron": "daily"}, "INP-043"),
        ({"cron": "61 * * * *"}, "INP-043"),
        ({"at": "07:30", "cron": "30 7 * * *"}, "INP-042"),
    ],
)
def test_clock_when_it_cannot_be_read_then_says_how_to_write_it(clock, code):
    with pytest.raises(InputError, match=code):
        run_by_clock(lambda: None, zone="UTC", **clock)


def test_clock_when_the_library_is_missing_then_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "apscheduler.triggers.cron", None)
    with pytest.raises(InputError, match=r"gnomon-metrics\[watch\].*INP-041"):
        next_time(zone="UTC", now=AT)


def test_clock_when_it_strikes_then_calls_until_it_is_interrupted():
    code = """
import os, signal
from gnomon.app.daily.schedule import run_by_clock
from apscheduler.triggers.cron import CronTrigger
CronTrigger.from_crontab = classmethod(lambda cls, text, timezone: cls(second="*", timezone=timezone))
def job():
    print("struck", flush=True)
    os.kill(os.getpid(), signal.SIGINT)
run_by_clock(job, zone="UTC", cron="* * * * *")
print("over")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.split() == ["struck", "over"], done.stderr


def test_lease_when_work_takes_longer_than_it_then_is_renewed(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/state.db") as store:
        with hold_lease(store, "run", seconds=2.0) as held:
            sleep(3.0)
            with pytest.raises(LeaseHeldError):
                store.take_lease("run", holder="other", seconds=1)
            assert held.lost is None
        assert store.take_lease("run", holder="other", seconds=1) > held.fence


def test_lease_when_the_work_fails_then_is_given_back(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/state.db") as store:
        with pytest.raises(KeyboardInterrupt), hold_lease(store, "run") as held:
            raise KeyboardInterrupt
        fence = store.take_lease("run", holder="other", seconds=60)
        assert fence == held.fence + 1
        with pytest.raises(StaleFenceError):
            store.renew_lease("run", fence=held.fence, seconds=60)
