"""What a store promises, on each database."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from gnomon.base.errors import UnknownNameError
from gnomon.records.event import Event
from gnomon.records.explained import Explained
from gnomon.records.incident import IncidentState, Opinion
from gnomon.records.mute import Mute
from gnomon.records.usage import Usage
from gnomon.store import AmbiguousIdError, LeaseHeldError, StaleFenceError, StoreConflictError
from tests.store.samples import (
    DAY,
    MINUTE,
    NOW,
    acknowledge,
    judge,
    make_alert,
    make_anomaly,
    make_incident,
    save_found,
)


def test_incident_when_saved_then_read_back_whole(store):
    odd = make_anomaly(
        where=(("country", None), ("os", "ios")), value=None, low=-math.inf, kind="missing bucket"
    )
    incident = judge(acknowledge(make_incident(anomalies=(make_anomaly(), odd))))
    save_found(store, incident)
    assert store.incident("k3v9") == incident
    assert store.incidents() == (incident,)


def test_watch_when_saved_twice_then_nothing_is_doubled_and_no_version_counted(store):
    everything = {"alerts": [make_alert()], "verdicts": [make_anomaly()]}
    save_found(store, make_incident(), **everything)
    save_found(store, make_incident(), **everything)
    assert [incident.version for incident in store.incidents()] == [1]
    assert len(store.alerts()) == len(store.verdicts()) == 1


def test_watch_when_fence_is_stale_then_nothing_is_saved(store):
    old = store.take_lease("run", holder="a", seconds=10, now=NOW)
    store.take_lease("run", holder="b", seconds=10, now=NOW + MINUTE)
    with pytest.raises(StaleFenceError, match="STO-506"):
        store.commit_watch(
            run="2024-05-01",
            verdicts=[make_anomaly()],
            incidents=[make_incident()],
            alerts=[make_alert()],
            fence=old,
        )
    assert (store.verdicts(), store.incidents(), store.alerts()) == ((), (), ())


def test_watch_when_a_part_fails_then_nothing_of_it_is_saved(store):
    fence = store.take_lease("run", holder="a", seconds=10, now=NOW)
    with pytest.raises(Exception, match="zone"):
        store.commit_watch(
            run="2024-05-01", verdicts=[make_anomaly()], incidents=[make_incident()],
            alerts=[make_alert(due_at=datetime(2024, 5, 1))], fence=fence,
        )  # fmt: skip
    assert (store.verdicts(), store.incidents(), store.alerts()) == ((), (), ())


def test_watch_when_a_person_acted_meanwhile_then_both_are_kept(store):
    save_found(store, make_incident())
    read_by_run = store.incident("k3v9x2m1qa")
    store.save_incident(acknowledge(read_by_run), now=NOW)
    save_found(store, replace(read_by_run, last=DAY + timedelta(days=1), state=IncidentState.RECOVERED))
    now = store.incident("k3v9x2m1qa")
    assert (now.state, now.last) == (IncidentState.ACKNOWLEDGED, DAY + timedelta(days=1))
    assert [step.by for step in now.history] == ["Ada"]


def test_person_when_somebody_else_was_faster_then_is_refused(store):
    save_found(store, make_incident())
    seen = store.incident("k3v9x2m1qa")
    saved = store.save_incident(acknowledge(seen))
    assert saved.version == 2
    with pytest.raises(StoreConflictError, match="STO-507"):
        store.save_incident(judge(seen))
    store.save_incident(judge(saved))
    assert [said.opinion for _, said in store.feedback("dau")] == [Opinion.REAL]
    assert store.feedback("plays") == ()


def test_new_incident_of_a_person_when_id_is_taken_then_is_refused(store):
    store.save_incident(make_incident())
    with pytest.raises(StoreConflictError):
        store.save_incident(make_incident())


def test_incidents_when_filtered_then_only_those(store):
    late = make_incident(key="late", last=DAY + timedelta(days=9), state=IncidentState.CLOSED)
    other = make_incident(key="other", metric="plays", anomalies=(make_anomaly(metric="plays"),))
    save_found(store, make_incident(), late, other)
    assert store.incidents()[0] == late
    assert [i.id for i in store.incidents(states=[IncidentState.CLOSED])] == ["late"]
    assert [i.id for i in store.incidents(metric="plays")] == ["other"]
    assert [i.id for i in store.incidents(since=DAY + timedelta(days=2))] == ["late"]
    assert [i.id for i in store.incidents(limit=1)] == ["late"]
    assert store.incidents(changed_since=NOW + MINUTE) == ()
    assert len(store.incidents(changed_since=NOW)) == 3


def test_incident_when_prefix_is_unknown_or_shared_then_says_so(store):
    save_found(store, make_incident(key="abc123"), make_incident(key="abd456"), make_incident(key="ab"))
    assert store.incident("ab").id == "ab"
    with pytest.raises(AmbiguousIdError, match="abc123"):
        store.incident("a")
    with pytest.raises(UnknownNameError, match="Did you mean abc123"):
        store.incident("abc124")
    with pytest.raises(UnknownNameError):
        store.incident("%")
    with pytest.raises(UnknownNameError):
        store.incident("")


def test_verdicts_when_rule_is_edited_then_what_was_said_stays(store):
    save_found(store, verdicts=[make_anomaly()], rules={"dau": "r1"})
    save_found(store, verdicts=[make_anomaly(p_value=0.5)], rules={"dau": "r1"})
    save_found(store, verdicts=[make_anomaly(p_value=0.9, value=None)], rules={"dau": "r2"})
    said = {verdict.rule: verdict.anomaly for verdict in store.verdicts(metric="dau")}
    assert said == {"r1": make_anomaly(), "r2": make_anomaly(p_value=0.9, value=None)}
    assert [verdict.rule for verdict in store.verdicts(rule="r2", since=DAY)] == ["r2"]
    assert store.verdicts(since=DAY + timedelta(days=1)) == ()


def test_verdict_when_band_is_no_number_then_comes_back_so(store):
    save_found(store, verdicts=[make_anomaly(expected=math.nan, high=math.inf, where=(("os", None),))])
    (said,) = store.verdicts()
    assert math.isnan(said.anomaly.expected)
    assert (said.anomaly.high, said.anomaly.where, said.said_at) == (math.inf, (("os", None),), NOW)


def test_alert_when_claimed_then_no_other_gets_it_until_the_claim_ends(store):
    save_found(store, alerts=[make_alert(picture=b"\x89PNG")])
    (waiting,) = store.waiting_alerts(NOW)
    assert waiting == make_alert(picture=b"\x89PNG")
    assert store.claim_alert(waiting.key, NOW)
    assert not store.claim_alert(waiting.key, NOW + MINUTE)
    assert store.waiting_alerts(NOW + MINUTE) == ()
    # The sender was killed: the claim ends, the next one sends.
    assert [alert.attempts for alert in store.waiting_alerts(NOW + 6 * MINUTE)] == [1]
    assert store.claim_alert(waiting.key, NOW + 6 * MINUTE)


def test_alert_when_settled_then_sent_stays_sent_and_failure_waits_for_its_time(store):
    save_found(
        store, alerts=[make_alert(), make_alert(key="b"), make_alert(key="later", due_at=NOW + 9 * MINUTE)]
    )
    assert [alert.key for alert in store.waiting_alerts(NOW)] == ["b", "k3v9x2m1qa:opened:team"]
    assert store.claim_alert("b", NOW)
    assert store.settle_alert("b", state="waiting", error="timed out", due_at=NOW + 5 * MINUTE)
    assert store.claim_alert("k3v9x2m1qa:opened:team", NOW)
    assert store.settle_alert("k3v9x2m1qa:opened:team", state="sent")
    assert not store.settle_alert("k3v9x2m1qa:opened:team", state="waiting")
    assert store.waiting_alerts(NOW + MINUTE) == ()
    assert [alert.key for alert in store.waiting_alerts(NOW + 9 * MINUTE)] == ["b", "later"]
    assert [alert.key for alert in store.alerts(states=["sent"], incident="k3v9x2m1qa")] == [
        "k3v9x2m1qa:opened:team"
    ]
    assert [alert.error for alert in store.alerts(limit=1)] == ["timed out"]


def test_alert_when_held_and_due_then_waits_to_be_sent(store):
    store.add_alerts([make_alert(state="held", due_at=NOW + 5 * MINUTE)])
    store.add_alerts([make_alert(title="another")])
    assert store.waiting_alerts(NOW) == ()
    assert [alert.title for alert in store.waiting_alerts(NOW + 5 * MINUTE)] == ["dau fell"]


def test_run_when_begun_again_then_done_steps_are_done(store):
    fence = store.take_lease("run", holder="a", seconds=60, now=NOW)
    begun = store.begin_run("2024-05-01", ["ask", "watch"], holder="a", now=NOW)
    assert begun.waiting == ("ask", "watch")
    store.finish_step("2024-05-01", "ask", fence=fence, note="9 metrics", seconds=1.5, now=NOW)
    store.finish_step("2024-05-01", "ask", fence=fence, note="again", now=NOW + MINUTE)
    again = store.begin_run("2024-05-01", ["ask", "watch", "report"], holder="b", now=NOW + MINUTE)
    assert (again.holder, again.begun_at, again.waiting) == ("a", NOW, ("watch", "report"))
    assert (again.steps[0].note, again.steps[0].seconds, again.steps[0].done_at) == ("9 metrics", 1.5, NOW)
    store.begin_run("2024-05-02", ["ask"], holder="b", now=NOW)
    assert [run.period for run in store.runs()] == ["2024-05-02", "2024-05-01"]
    assert store.runs(limit=1) == (store.run("2024-05-02"),)
    assert store.run("2024-04-01") is None


def test_step_when_fence_is_stale_then_is_refused(store):
    old = store.take_lease("run", holder="a", seconds=1, now=NOW)
    store.begin_run("2024-05-01", ["ask"])
    store.take_lease("run", holder="b", seconds=1, now=NOW + MINUTE)
    with pytest.raises(StaleFenceError):
        store.finish_step("2024-05-01", "ask", fence=old)
    assert store.runs()[0].waiting == ("ask",)


def test_lease_when_held_then_others_wait_and_numbers_only_grow(store):
    first = store.take_lease("run", holder="a", seconds=60, now=NOW)
    with pytest.raises(LeaseHeldError, match=r"a, until 2024-05-02 06:01:00 UTC.*STO-505"):
        store.take_lease("run", holder="b", seconds=60, now=NOW)
    assert store.take_lease("other", holder="b", seconds=60, now=NOW) == 1
    assert store.drop_lease("run", fence=first)
    second = store.take_lease("run", holder="b", seconds=60, now=NOW)
    assert second > first
    assert not store.drop_lease("run", fence=first)
    with pytest.raises(StaleFenceError):
        store.renew_lease("run", fence=first, seconds=60, now=NOW)
    store.renew_lease("run", fence=second, seconds=600, now=NOW)
    with pytest.raises(LeaseHeldError):
        store.take_lease("run", holder="c", seconds=60, now=NOW + 2 * MINUTE)
    assert store.take_lease("run", holder="c", seconds=60, now=NOW + 10 * MINUTE) > second


def test_lease_when_it_ran_out_and_nobody_took_it_then_its_holder_goes_on(store):
    fence = store.take_lease("run", holder="a", seconds=1, now=NOW)
    store.commit_watch(run="2024-05-01", verdicts=[], incidents=[make_incident()], alerts=[], fence=fence)
    store.renew_lease("run", fence=fence, seconds=60, now=NOW + MINUTE)
    with pytest.raises(LeaseHeldError):
        store.take_lease("run", holder="b", seconds=1, now=NOW + MINUTE)


def test_lease_when_given_back_then_its_number_saves_nothing(store):
    fence = store.take_lease("run", holder="a", seconds=60, now=NOW)
    store.drop_lease("run", fence=fence)
    with pytest.raises(StaleFenceError):
        store.commit_watch(run="2024-05-01", verdicts=[], incidents=[make_incident()], alerts=[], fence=fence)


def test_events_when_added_then_read_in_order_and_dropped_by_name(store):
    sale = Event(
        name="sale", kind="sale", start=date(2024, 6, 1), end=date(2024, 6, 3), scope=(("country", "CN"),)
    )
    release = Event(
        name="7.2", kind="release", start=datetime(2024, 5, 1, 9), end=datetime(2024, 5, 1, 10), note="x"
    )
    for event in (sale, release, replace(sale, start=date(2024, 11, 11), end=date(2024, 11, 11))):
        store.add_event(event)
    store.add_event(replace(release, note="y"))
    assert store.events()[:2] == (replace(release, note="y"), sale)
    assert store.drop_event("sale", start=date(2024, 6, 1)) == 1
    assert store.drop_event("sale") == 1
    with pytest.raises(UnknownNameError):
        store.drop_event("sale")
    assert [event.name for event in store.events()] == ["7.2"]


def test_mute_when_ended_then_is_in_force_no_more_and_still_known(store):
    mute = Mute(
        metric="*", where=(("os", None),), until=NOW + 9 * MINUTE, by="Ada", reason="known", made_at=NOW
    )
    store.add_mute(mute)
    store.add_mute(mute)
    assert store.mutes() == store.mutes(NOW) == (mute,)
    store.end_mute(mute.id, now=NOW + MINUTE)
    assert store.mutes(NOW + MINUTE) == ()
    assert store.mutes() == (replace(mute, until=NOW + MINUTE),)
    with pytest.raises(UnknownNameError):
        store.end_mute("nothing")


def test_question_when_logged_then_read_back_newest_first(store):
    line = Usage(
        at=NOW,
        metrics=("dau", "plays"),
        by=("country",),
        question="a1",
        seconds=0.25,
        rows=28,
        face="cli",
        by_whom="ada",
    )
    failed = replace(line, at=NOW + MINUTE, rows=None, error="ENG-420")
    store.log_questions([])
    store.log_questions([line, failed])
    assert store.questions() == (failed, line)
    assert store.questions(limit=1) == (failed,)


def test_alert_when_reworded_then_only_before_it_is_sent(store):
    store.add_alerts([make_alert()])
    key = make_alert().key
    assert store.reword_alert(key, title="dau fell", body="By 10 %, in Android.", picture=b"\x89PNG")
    assert store.reword_alert(key, title="dau fell", body="By 11 %.")
    assert store.claim_alert(key, NOW)
    assert not store.reword_alert(key, title="late", body="late")
    assert store.alerts()[0] == make_alert(body="By 11 %.", picture=b"\x89PNG", attempts=1)


def test_explanation_when_kept_then_the_last_one_stands(store):
    first = Explained(incident="k3", made_at=NOW, outcome="spread", sentences=("Everywhere.",), document="{}")
    store.save_explained(first)
    store.save_explained(replace(first, sentences=("In Android.", "Not in iOS.")))
    assert store.explained(["k3", "other"]) == {
        "k3": replace(first, sentences=("In Android.", "Not in iOS."))
    }
    assert store.explained([]) == {}


def test_state_of_a_series_when_saved_then_the_last_one_stands(store):
    assert store.series_state("dau") is None
    store.save_series_state("dau", b"\x00\x01")
    fence = store.take_lease("run", holder="a", seconds=60, now=NOW)
    store.commit_watch(
        run="2024-05-01",
        verdicts=[],
        incidents=[],
        alerts=[],
        fence=fence,
        states={"dau": b"\x02", "plays": b""},
    )
    assert (store.series_state("dau"), store.series_state("plays")) == (b"\x02", b"")


def test_moment_when_given_in_another_zone_then_comes_back_in_utc(store):
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    store.add_alerts([make_alert(due_at=tokyo, made_at=tokyo)])
    (alert,) = store.waiting_alerts(NOW)
    assert alert.due_at == NOW
    assert alert.due_at.tzinfo == UTC
