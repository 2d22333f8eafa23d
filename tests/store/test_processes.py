"""Several processes at one store: one lease, one sender, and nothing lost when one of them is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gnomon.store import LeaseHeldError, StaleFenceError, open_store
from tests.store.samples import MINUTE, NOW, make_alert, make_incident

# Each process takes the lease as often as it gets it, writes when it had it, and gives it back.
WORK = """
import sys, time
from gnomon.store import LeaseHeldError, open_store
url, name, turns = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open_store(url) as store:
    while turns:
        try:
            fence = store.take_lease("run", holder=name, seconds=60)
        except LeaseHeldError:
            time.sleep(0.002)
            continue
        got = time.monotonic_ns()
        time.sleep(0.003)
        print(fence, got, time.monotonic_ns(), flush=True)
        store.drop_lease("run", fence=fence)
        turns -= 1
"""
# Saves an incident with its alert, claims the alert and is killed before it says that it was sent.
SEND = """
import sys, time
from tests.store.samples import NOW, make_alert, make_incident, save_found
from gnomon.store import open_store
with open_store(sys.argv[1]) as store:
    save_found(store, make_incident(), alerts=[make_alert()])
    if sys.argv[2] == "claimed":
        store.claim_alert(make_alert().key, NOW)
    print("here", flush=True)
    time.sleep(60)
"""
CLAIM = """
import sys
from tests.store.samples import NOW
from gnomon.store import open_store
with open_store(sys.argv[1]) as store:
    sys.stdin.readline()
    print(sum(store.claim_alert(alert.key, NOW) for alert in store.waiting_alerts(NOW)))
"""


def start(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_lease_when_processes_compete_then_two_never_hold_it_at_once(url):
    open_store(url).close()
    processes = [start(WORK, url, f"copy {i}", "6") for i in range(3)]
    lines = [line.split() for process in processes for line in process.communicate()[0].splitlines()]
    held = sorted((int(got), int(gone), int(fence)) for fence, got, gone in lines)
    assert [fence for *_, fence in held] == list(range(1, 19))
    assert all(gone <= following for (_, gone, _), (following, *_) in pairwise(held))


@pytest.mark.parametrize("moment", ["saved", "claimed"])
def test_alert_when_its_process_is_killed_before_sending_then_is_not_lost(url, moment):
    process = start(SEND, url, moment)
    assert process.stdout.readline() == "here\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with open_store(url) as store:
        assert store.incident("k3v9x2m1qa") == make_incident()
        due = NOW if moment == "saved" else NOW + 6 * MINUTE
        assert [alert.key for alert in store.waiting_alerts(due)] == [make_alert().key]


def test_process_when_killed_in_the_middle_of_saving_then_nothing_half_is_there(url):
    open_store(url).close()
    code = """
import sys
from tests.store import samples
from gnomon.store import open_store, outbox
def wait(connection, alerts):
    print("here", flush=True)
    sys.stdin.readline()
outbox.keep_alerts = wait
with open_store(sys.argv[1]) as store:
    samples.save_found(store, samples.make_incident(), alerts=[samples.make_alert()])
"""
    process = start(code, url)
    assert process.stdout.readline() == "here\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with open_store(url) as store:
        assert (store.incidents(), store.alerts()) == ((), ())
        fence = store.take_lease("run", holder="next", seconds=60, now=NOW + 2 * MINUTE)
        store.commit_watch(run="2024-05-01", verdicts=[], incidents=[make_incident()], alerts=[], fence=fence)
        assert store.incidents() == (make_incident(),)


def test_alerts_when_two_processes_send_then_each_is_claimed_once(url):
    with open_store(url) as store:
        store.add_alerts([make_alert(key=f"a{i}") for i in range(30)])
    processes = [start(CLAIM, url) for _ in range(2)]
    time.sleep(1.0)  # so that both have opened the store
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    claimed = [int(process.communicate()[0]) for process in processes]
    assert sum(claimed) == 30


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(
            st.sampled_from(["take", "renew", "drop", "write", "wait"]), st.integers(0, 2), st.integers(1, 90)
        ),
        max_size=25,
    )
)
def test_lease_when_anything_happens_then_only_its_newest_holder_writes(tmp_path_factory, moves):
    """Hold the store against a model: who has the lease, under which number, until when."""
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('lease')}/state.db") as store:
        clock, until, owner, newest = NOW, NOW, None, 0
        numbers = {}
        for move, who, seconds in moves:
            is_owner = owner == who and numbers.get(who) == newest
            if move == "wait":
                clock += seconds * MINUTE / 60
            elif move == "take":
                if owner is not None and until > clock:
                    with pytest.raises(LeaseHeldError):
                        store.take_lease("run", holder=str(who), seconds=seconds, now=clock)
                else:
                    numbers[who] = store.take_lease("run", holder=str(who), seconds=seconds, now=clock)
                    assert numbers[who] == newest + 1
                    owner, newest, until = who, numbers[who], clock + seconds * MINUTE / 60
            elif move == "drop":
                assert store.drop_lease("run", fence=numbers.get(who, -1)) is (
                    numbers.get(who) == newest and newest > 0
                )
                owner = None if is_owner else owner
            elif is_owner:
                if move == "renew":
                    store.renew_lease("run", fence=newest, seconds=seconds, now=clock)
                    until = clock + seconds * MINUTE / 60
                else:
                    write(store, newest)
            else:
                with pytest.raises(StaleFenceError):
                    write(store, numbers.get(who, -1))


def write(store, fence):
    store.commit_watch(run="2024-05-01", verdicts=[], incidents=[], alerts=[], fence=fence)
