from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gnomon.app.incidents import change_state
from gnomon.app.mutes import mute_metric
from gnomon.app.telling.compose import compose_alerts, sum_up_alerts
from gnomon.app.telling.deliver import deliver_alerts, plan_delivery
from gnomon.app.telling.escalate import escalate_incidents
from gnomon.app.telling.retry import retry_failed
from gnomon.app.telling.teller import reword_explained
from gnomon.records.explained import Explained
from gnomon.records.incident import IncidentState
from tests.app.telling.world import dice, make_model, save
from tests.watch.incident_cases import DE, FIRST, NOW, anomaly, group, incident

NIGHT = '[quiet]\nhours = "22:00-08:00"\n'
MOVE = "[[maintenance]]\nstart = 2024-05-01T02:00:00\nend = 2024-06-01T12:00:00\n"
MIDNIGHT = datetime(2024, 6, 1, 22, tzinfo=UTC)  # midnight in Berlin


class Box:
    """Takes messages instead of a service."""

    def __init__(self):
        self.got = []

    def __call__(self, channel, message):
        self.got.append((channel.name, message.title))
        return ""


@pytest.fixture
def box():
    return Box()


def prepare(model, store, one, *, at=NOW):
    alerts = compose_alerts(model, known=(), found=(one,), now=at, mutes=store.mutes(at))
    save(store, (one,), alerts)
    return alerts


def deliver(model, store, box, at):
    return deliver_alerts(model, store, now=at, send=box, rng=dice(1))


def test_night_when_it_ends_then_what_it_held_is_told(tmp_path, store, box):
    model = make_model(tmp_path, NIGHT)
    (alert,) = prepare(model, store, incident(), at=MIDNIGHT)
    assert (alert.state, alert.error) == ("held", "quiet hours")
    assert alert.due_at == datetime(2024, 6, 2, 6, tzinfo=UTC)
    assert deliver(model, store, box, MIDNIGHT + timedelta(hours=1)).sent == ()
    assert deliver(model, store, box, alert.due_at).sent == (alert.key,)


def test_failure_in_the_evening_when_the_night_comes_then_it_waits_for_the_morning(tmp_path, store, box):
    model = make_model(tmp_path, NIGHT)
    evening = MIDNIGHT - timedelta(hours=3)
    (alert,) = prepare(model, store, incident(), at=evening)
    deliver_alerts(model, store, now=evening, send=lambda *_: "down", rng=dice(1))
    outcome = deliver(model, store, box, MIDNIGHT)
    assert (outcome.held, box.got) == ((alert.key,), [])


def test_mute_when_it_ends_then_what_is_still_on_is_told_and_what_is_over_is_not(model, store, box):
    mute_metric(model, store, "*", until="2 hours", now=NOW, by="Ada", reason="move")
    prepare(model, store, incident())
    prepare(model, store, incident(anomaly("plays")))
    assert {each.state for each in store.alerts()} == {"held"}
    change_state(store, incident(anomaly("plays")).id, IncidentState.CLOSED, now=NOW, by="Ada")
    outcome = deliver(model, store, box, NOW + timedelta(hours=3))
    assert (len(outcome.sent), len(outcome.dropped)) == (1, 1)
    assert "Daily active users" in box.got[0][1]


def test_mute_when_it_is_prolonged_then_the_message_waits_on(model, store, box):
    mute_metric(model, store, "dau", until="2 hours", now=NOW, by="Ada")
    prepare(model, store, incident())
    mute_metric(model, store, "dau", until="2 days", now=NOW + timedelta(hours=1), by="Ada")
    assert len(deliver(model, store, box, NOW + timedelta(hours=3)).held) == 1
    assert len(deliver(model, store, box, NOW + timedelta(days=3)).sent) == 1


def test_maintenance_when_nothing_lies_outside_then_nobody_is_told(tmp_path, store, box):
    model = make_model(tmp_path, MOVE)
    one = incident()
    prepare(model, store, one)
    assert store.alerts()[0].error.startswith("maintenance")
    outcome = deliver(model, store, box, NOW + timedelta(days=1))
    assert (len(outcome.dropped), box.got) == (1, [])


def test_plan_when_looked_at_then_nothing_changes(model, store):
    prepare(model, store, incident())
    before = store.alerts()
    batches, staying = plan_delivery(model, store, now=NOW)
    assert (len(batches), staying) == (1, ())
    assert store.alerts() == before


def test_escalation_when_nobody_takes_it_then_the_next_channel_is_told_once(model, store, box):
    prepare(model, store, incident())
    deliver(model, store, box, NOW)
    for hours in (3, 5, 9, 30):
        escalate_incidents(model, store, now=NOW + timedelta(hours=hours))
        deliver(model, store, box, NOW + timedelta(hours=hours))
    assert [channel for channel, _ in box.got] == ["team", "oncall"]
    assert box.got[1][1].startswith("Nobody took it: ")


def test_escalation_when_somebody_takes_it_before_it_is_sent_then_it_is_dropped(model, store, box):
    one = incident()
    prepare(model, store, one)
    deliver(model, store, box, NOW)
    escalate_incidents(model, store, now=NOW + timedelta(hours=5))
    change_state(store, one.id[:4], IncidentState.ACKNOWLEDGED, now=NOW, by="Ada")
    assert len(deliver(model, store, box, NOW + timedelta(hours=5)).dropped) == 1


def test_joined_incident_when_its_message_waits_then_it_is_dropped(model, store, box):
    one = incident()
    prepare(model, store, one)
    save(store, (replace(store.incident(one.id), joined="abcdefghij"),))
    assert len(deliver(model, store, box, NOW).dropped) == 1


def test_news_of_one_incident_when_it_waited_then_it_is_one_message(model, store, box):
    one = incident()
    prepare(model, store, one)
    (grown,) = group((anomaly(day=1, value=0.0),), (store.incident(one.id),))
    alerts = compose_alerts(
        model, known=(store.incident(one.id),), found=(grown,), now=NOW + timedelta(hours=1)
    )
    save(store, (grown,), alerts)
    outcome = deliver(model, store, box, NOW + timedelta(hours=2))
    assert (len(outcome.sent), outcome.messages) == (
        3,
        2,
    )  # the team hears of both in one, oncall of the growth
    assert sorted(channel for channel, _ in box.got) == ["oncall", "team"]


def test_severity_when_below_a_channel_s_then_it_is_not_told(model):
    channels = [a.channel for a in compose_alerts(model, known=(), found=(incident(),), now=NOW)]
    assert channels == ["team"]


def test_explanation_when_it_comes_before_sending_then_the_message_says_it(model, store):
    one = incident()
    prepare(model, store, one)
    sentences = ("It fell.", "The data show no fault.")
    store.save_explained(
        Explained(incident=one.id, made_at=NOW, outcome="calm", sentences=sentences, document="{}")
    )
    assert reword_explained(model, store) == 1
    assert reword_explained(model, store) == 0
    assert "The data show no fault." in store.alerts()[0].body


def test_missed_days_when_summed_up_then_each_channel_gets_one_message(model):
    found = group([anomaly("plays", day=day) for day in (0, 20, 40)])
    days = [FIRST.date(), FIRST.date() + timedelta(days=3)]
    (alert,) = sum_up_alerts(model, incidents=found, days=days, now=NOW)
    assert alert.key == "digest 2024-05-01..2024-05-04 team"
    assert alert.title.startswith("3 incidents since Wed 1 May")


def test_failed_message_when_asked_for_then_it_is_tried_once_more(model, store, box):
    (alert,) = prepare(model, store, incident())
    store.settle_alert(alert.key, state="failed", error="down", now=NOW)
    assert retry_failed(store, now=NOW) == 1
    assert deliver(model, store, box, NOW).sent == (alert.key,)


def test_channel_when_it_is_gone_from_the_settings_then_the_error_names_the_others(model, store, box):
    (alert,) = prepare(model, store, incident(anomaly(where=DE)))
    channels = {"oncall": model.settings.notices.channels["oncall"]}
    notices = replace(model.settings.notices, channels=channels)
    less = replace(model, settings=replace(model.settings, notices=notices))
    outcome = deliver(less, store, box, NOW)
    assert outcome.retried == (alert.key,)
    assert "Unknown channel 'team'" in outcome.errors[0]
