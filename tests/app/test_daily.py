"""The daily loop: once a period, taken up after a kill, one message after days off."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from gnomon.app.daily.loop import run_daily
from gnomon.app.daily.record import STEPS
from gnomon.app.project import load
from gnomon.store import LeaseHeldError, open_store
from tests.app.daily_world import BAD, KeepingTeller, load_days, make_world, morning_after

# Runs a day once in each world, each time in a process of its own that dies right before the n-th thing it saves.
KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
import gnomon.app.explain, gnomon.app.write_report, gnomon.report, gnomon.watch.group
from gnomon.app.daily.loop import run_daily
from gnomon.app.project import load
from gnomon.store import Store
from tests.app.daily_world import KeepingTeller, morning_after

day, roots, count, point = date.fromisoformat(sys.argv[1]), [Path(root) for root in sys.argv[2:]], 0, 0

def fail_at(name):
    save = getattr(Store, name)
    def wrapped(self, *args, **kwargs):
        global count
        count += 1
        if count == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return save(self, *args, **kwargs)
    setattr(Store, name, wrapped)

for name in (
    "begin_run", "commit_watch", "finish_step", "save_explained", "claim_alert", "settle_alert", "drop_lease"
):
    fail_at(name)
for point, root in enumerate(roots):
    child = os.fork()
    if child == 0:
        with load(root) as project:
            run_daily(project, now=morning_after(day), teller=KeepingTeller(root / "sent.txt"), lease_seconds=0.2)
        print(count, flush=True)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
POINTS = 11  # things that a run with one incident saves


def run(root, day, **options):
    teller = KeepingTeller(root / "sent.txt")
    with load(root) as project:
        return run_daily(project, now=morning_after(day), teller=teller, **options)


def read_state(root):
    """All that a run leaves, but the clock."""
    with open_store(f"sqlite:///{root}/.gnomon/state.db") as store:
        return {
            "incidents": [replace(each, history=()) for each in store.incidents()],
            "verdicts": [(each.anomaly, each.rule) for each in store.verdicts()],
            "alerts": [(each.key, each.state) for each in store.alerts()],
            "explained": {
                key: each.sentences
                for key, each in store.explained([i.id for i in store.incidents()]).items()
            },
            "runs": [
                (each.period, [(s.name, s.done_at is not None) for s in each.steps]) for each in store.runs()
            ],
        }


@pytest.fixture
def world(tmp_path):
    return make_world(tmp_path / "world", through=BAD)


def test_day_when_run_then_found_explained_reported_and_told(world):
    daily = run(world, BAD)
    assert [(step.name, step.state) for step in daily.steps] == [(name, "done") for name in STEPS]
    (incident,) = daily.incidents
    assert (incident.metric, incident.kind, incident.began.date()) == ("plays", "drop", BAD)
    assert (daily.is_new, daily.is_passed, daily.open, daily.day) == (True, False, 1, BAD)
    assert KeepingTeller(world / "sent.txt").sent == [f"{incident.id} opened"]
    assert read_state(world)["explained"][incident.id]
    assert (world / "report.html").is_file()
    assert (world / ".gnomon" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_moment_when_given_without_a_zone_then_is_of_the_reporting_zone(world):
    first = run(world, BAD)
    with load(world) as project:
        again = run_daily(
            project, now=first.now.replace(tzinfo=None), teller=KeepingTeller(world / "sent.txt")
        )
    assert (again.is_new, again.now) == (False, first.now)


def test_day_when_run_again_then_nothing_is_new(world):
    run(world, BAD)
    (world / "report.html").unlink()
    before = read_state(world)
    again = run(world, BAD)
    assert {step.state for step in again.steps} == {"kept"}
    assert (again.is_new, again.is_passed, again.open) == (False, True, 1)
    assert read_state(world) == before
    assert not (world / "report.html").exists()


def test_day_when_done_again_on_demand_then_nobody_is_told_twice(world):
    run(world, BAD)
    before = read_state(world)
    assert run(world, BAD, again=True).is_new
    assert read_state(world) == before
    assert len(KeepingTeller(world / "sent.txt").sent) == 1


def test_day_when_its_data_comes_later_then_is_run_once_more(world):
    load_days(world, BAD - timedelta(days=1))
    assert run(world, BAD).incidents == ()
    load_days(world, BAD)
    assert [each.began.date() for each in run(world, BAD).incidents] == [BAD]
    assert not run(world, BAD).is_new


def test_steps_when_chosen_then_the_others_wait_for_another_run(world):
    daily = run(world, BAD, steps=("ask", "watch"))
    assert [step.name for step in daily.steps] == ["ask", "watch"]
    assert KeepingTeller(world / "sent.txt").sent == []
    rest = run(world, BAD)
    assert [step.state for step in rest.steps] == ["kept", "kept", "done", "done", "done"]
    assert len(KeepingTeller(world / "sent.txt").sent) == 1


def test_days_when_missed_then_watched_in_order_and_told_in_one_message(world):
    run(world, BAD - timedelta(days=2))
    later = BAD + timedelta(days=4)
    load_days(world, later)
    daily = run(world, later)
    assert daily.caught_up == tuple(BAD + timedelta(days=i) for i in range(-1, 4))
    (incident,) = daily.incidents
    assert incident.began.date() == BAD
    assert [step.after.value for step in incident.history][-1] == "recovered"
    assert KeepingTeller(world / "sent.txt").sent == [f"digest {BAD - timedelta(days=1)} {later}"]
    assert run(world, later + timedelta(days=1)).caught_up == ()


def test_columns_when_missing_then_what_needs_them_is_left(world):
    text = (world / "metrics.yml").read_text(encoding="utf-8")
    (world / "metrics.yml").write_text(text.replace("country: {}", "country: {}, city: {}"), encoding="utf-8")
    daily = run(world, BAD)
    assert [step.state for step in daily.steps] == ["failed", "left", "left", "left", "left"]
    (world / "metrics.yml").write_text(text, encoding="utf-8")
    assert [step.state for step in run(world, BAD).steps] == ["done"] * 5


def test_copy_when_another_is_at_work_then_is_refused(world):
    run(world, BAD - timedelta(days=1))
    with open_store(f"sqlite:///{world}/.gnomon/state.db") as store:
        fence = store.take_lease("run", holder="another machine", seconds=60)
        with pytest.raises(LeaseHeldError, match="another machine"):
            run(world, BAD)
        store.drop_lease("run", fence=fence)
    assert run(world, BAD).is_new


def test_lease_when_lost_in_the_middle_then_the_late_copy_saves_nothing(world, monkeypatch):
    from gnomon.app.daily import steps
    from gnomon.store import StaleFenceError

    def steal(project, *, store, **options):
        watched = watch(project, store=store, **options)
        store.renew_lease("run", fence=1, seconds=0)
        store.take_lease("run", holder="another machine", seconds=60)
        return watched

    watch = steps.watch_project
    monkeypatch.setattr(steps, "watch_project", steal)
    with pytest.raises(StaleFenceError):
        run(world, BAD)
    state = read_state(world)
    assert (state["incidents"], state["verdicts"], state["alerts"]) == ([], [], [])


@pytest.mark.slow
def test_run_when_killed_anywhere_then_the_next_one_ends_the_same(tmp_path):
    """Kill a run before each thing that it saves; what the next run leaves is what peace leaves."""
    roots = [make_world(tmp_path / f"{point}", through=BAD) for point in range(POINTS + 1)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(BAD), *map(str, roots)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [str(POINTS), "0", *[str(-signal.SIGKILL)] * POINTS], done.stderr
    time.sleep(0.3)  # until the leases of the killed are over
    peace, told = read_state(roots[0]), KeepingTeller(roots[0] / "sent.txt").sent
    for point, root in enumerate(roots[1:], 1):
        run_after(root, BAD)
        assert read_state(root) == peace, f"killed before {point}"
        # Killed between sending and saying so, an alert is sent once more: at least once, never not at all.
        assert set(KeepingTeller(root / "sent.txt").sent) == set(told)


def run_after(root, day):
    """Run, and once more when the claim of the killed copy is over."""
    run(root, day)
    with open_store(f"sqlite:///{root}/.gnomon/state.db") as store:
        KeepingTeller(root / "sent.txt").send(None, store, now=morning_after(day) + timedelta(minutes=6))
