from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from gnomon.app.telling.compose import compose_alerts
from gnomon.app.telling.deliver import MOST_ATTEMPTS, deliver_alerts, next_try
from tests.app.telling.world import dice, make_store, save
from tests.watch.incident_cases import DE, NOW, US, anomaly, group

CLAIM = timedelta(minutes=5)


def prepare(model, store, *found):
    """Save incidents together with what shall be told of them."""
    incidents = group(found or (anomaly(),), related=lambda *_: False)
    alerts = compose_alerts(model, known=(), found=incidents, now=NOW)
    save(store, incidents, alerts)
    return alerts


def deliver(model, store, *, at=NOW, **more):
    return deliver_alerts(model, store, now=at, rng=dice(1), **more)


def states(store):
    return [each.state for each in store.alerts()]


def test_alert_when_due_then_it_is_sent_once(model, store, server):
    (alert,) = prepare(model, store)
    assert deliver(model, store).sent == (alert.key,)
    assert deliver(model, store, at=NOW + timedelta(days=1)).sent == ()
    assert server.titles == ["[high] Daily active users -40 % against expected"]
    assert "expected: 100, between 90 and 110" in server.got[0]["message"]
    assert states(store) == ["sent"]


def test_alert_when_saved_twice_then_nobody_is_told_twice(model, store, server):
    prepare(model, store)
    prepare(model, store)
    deliver(model, store)
    prepare(model, store)
    deliver(model, store)
    assert len(server.got) == 1


@pytest.mark.parametrize("status", [500, 503, 404, 429])
def test_alert_when_the_service_refuses_then_it_is_tried_again_and_arrives(model, store, server, status):
    prepare(model, store)
    server.status = status
    first = deliver(model, store)
    assert (len(first.retried), server.got) == (1, [])
    (waiting,) = store.alerts()
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert waiting.error
    assert timedelta(seconds=15) <= waiting.due_at - NOW <= timedelta(seconds=45)
    server.status = 200
    assert deliver(model, store).sent == ()  # not due yet
    assert len(deliver(model, store, at=waiting.due_at).sent) == 1
    assert len(server.got) == 1


def test_alert_when_the_server_is_down_then_it_is_given_up_after_eight_tries_and_shown(
    model, store, server, monkeypatch
):
    prepare(model, store)
    monkeypatch.setenv("TEAM_URL", "json://127.0.0.1:9/told?cto=1&rto=1")
    at, tries = NOW, 0
    while states(store) == ["waiting"]:
        deliver(model, store, at=at)
        at, tries = at + timedelta(hours=2), tries + 1
    (alert,) = store.alerts()
    assert (tries, alert.attempts, alert.state) == (MOST_ATTEMPTS, MOST_ATTEMPTS, "failed")
    assert "127.0.0.1" in alert.error or "onnection" in alert.error
    monkeypatch.setenv("TEAM_URL", server.url)
    store.settle_alert(alert.key, state="waiting", due_at=at)  # a person asks for one more try
    assert len(deliver(model, store, at=at).sent) == 1


def test_alert_when_the_server_is_slow_then_the_try_ends_and_is_repeated(model, store, server):
    prepare(model, store)
    server.wait = 3.0
    assert len(deliver(model, store).retried) == 1
    server.wait = 0.0
    assert len(deliver(model, store, at=NOW + timedelta(minutes=1)).sent) == 1


@pytest.mark.parametrize(
    "url, said", [("", "INC-602"), ("nothing://here", "INC-604"), ("no address at all", "INC-604")]
)
def test_alert_when_the_channel_has_no_address_then_the_error_says_so(model, store, monkeypatch, url, said):
    monkeypatch.setenv("TEAM_URL", url)
    prepare(model, store)
    assert said in deliver(model, store).errors[0]
    assert said in store.alerts()[0].error


def test_two_senders_when_at_work_at_once_then_only_one_tells(model, store, tmp_path):
    prepare(model, store)
    with make_store(tmp_path) as other:
        nested = []

        def send(*_):
            nested.append(deliver(model, other).sent)
            return ""

        assert len(deliver(model, store, send=send).sent) == 1
    assert nested == [()]


KILLED = """
import os, signal, sys
from datetime import timedelta
from gnomon.app.telling.deliver import deliver_alerts
from gnomon.app.telling.send_message import send_message
from gnomon.define.load import load_model
from tests.app.telling.world import dice, make_store
from tests.app.telling.test_deliver import prepare
from tests.watch.incident_cases import NOW
from pathlib import Path

folder, when = Path(sys.argv[1]), sys.argv[2]
model, store = load_model(folder), make_store(folder)
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def send(channel, message):
    if when == "before sending":
        die()
    error = send_message(channel, message)
    die()
if when == "saved":
    prepare(model, store)
    die()
deliver_alerts(model, store, now=NOW, send=send)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "when, counts", [("saved", (0, 1)), ("before sending", (0, 1)), ("after sending", (1, 2))]
)
def test_sender_when_killed_then_nothing_is_lost_and_told_again_only_after_the_claim(
    model, store, tmp_path, server, when, counts
):
    told_before, told_in_all = counts
    if when != "saved":
        prepare(model, store)
    arguments = [sys.executable, "-c", KILLED, str(tmp_path), when]
    outcome = subprocess.run(arguments, check=False, env=os.environ, capture_output=True, text=True)
    assert outcome.returncode == -signal.SIGKILL, outcome.stderr
    assert len(server.got) == told_before
    if when != "saved":
        assert deliver(model, store, at=NOW + CLAIM / 2).sent == ()  # its claim still holds
    assert len(deliver(model, store, at=NOW + CLAIM * 2).sent) == 1
    assert deliver(model, store, at=NOW + CLAIM * 9).sent == ()
    assert len(server.got) == told_in_all


def test_many_alerts_when_due_at_once_then_they_are_one_digest_the_gravest_first(model, store, server):
    found = [anomaly(where=DE, value=88.0), anomaly(where=US, value=60.0)]
    found += [anomaly("plays", day=day, value=60.0) for day in (0, 20, 40)]
    prepare(model, store, *found)
    outcome = deliver(model, store)
    assert (len(outcome.sent), outcome.messages) == (5, 1)
    (told,) = server.got
    assert told["title"].startswith("5 incidents, first [high] Daily active users (country = US) -40 %")
    assert told["message"].count("\n- ") == 4
    assert states(store) == ["sent"] * 5


def test_digest_when_the_service_refuses_then_all_of_it_is_tried_again(model, store, server):
    prepare(model, store, *(anomaly("plays", day=day) for day in range(0, 100, 20)))
    server.status = 500
    assert len(deliver(model, store).retried) == 5
    server.status = 200
    assert len(deliver(model, store, at=NOW + timedelta(minutes=2)).sent) == 5
    assert len(server.got) == 1


def test_picture_when_there_is_one_then_it_is_attached(model, store, server):
    incidents = group((anomaly(),))
    alerts = compose_alerts(model, known=(), found=incidents, now=NOW, draw=lambda _: b"\x89PNG picture")
    save(store, incidents, alerts)
    deliver(model, store)
    (attached,) = server.got[0]["attachments"]
    assert (attached["filename"], attached["mimetype"]) == ("incident.png", "image/png")


@pytest.mark.parametrize("attempts", [1, 2, 5, 8, 50])
def test_waiting_time_when_tries_fail_then_it_doubles_up_to_an_hour_with_a_random_part(attempts):
    base = min(3600, 30 * 2 ** (attempts - 1))
    waits = [next_try(attempts, rng=dice(seed)).total_seconds() for seed in range(50)]
    assert base * 0.5 <= min(waits) < max(waits) <= base * 1.5
