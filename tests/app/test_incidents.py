from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gnomon.app.incidents import change_state, list_incidents, read_opinion, say_opinion
from gnomon.app.known_events import add_event, list_events
from gnomon.app.lessons import list_lessons, list_precision, pass_lessons
from gnomon.app.mutes import active_mutes, end_mute, mute_incident, mute_metric, read_until
from gnomon.app.show_incident import show_incident
from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.records.incident import IncidentState, Opinion, Severity
from tests.app.telling.world import make_model, make_store, save
from tests.watch.incident_cases import DE, NOW, anomaly, group


@pytest.fixture
def model(tmp_path):
    return make_model(tmp_path)


@pytest.fixture
def store(tmp_path):
    with make_store(tmp_path) as made:
        save(made, group((anomaly(), anomaly(day=20, value=0.0), anomaly("plays", day=40, value=88.0))))
        yield made


def worst(store):
    return list_incidents(store)[0]


def test_list_when_nothing_is_said_then_open_ones_come_the_gravest_first(store):
    found = list_incidents(store)
    assert [each.severity.value for each in found] == ["critical", "high", "low"]
    change_state(store, found[0].id, IncidentState.CLOSED, now=NOW, by="Ada")
    assert list_incidents(store) == found[1:]
    assert len(list_incidents(store, has_all=True)) == 3
    assert [each.id for each in list_incidents(store, states=(IncidentState.CLOSED,))] == [found[0].id]
    assert list_incidents(store, metric="plays") == found[2:]
    assert list_incidents(store, severity=Severity.HIGH) == found[1:2]


def test_state_when_changed_by_the_begin_of_an_id_then_the_history_says_who_and_why(store):
    one = worst(store)
    change_state(store, one.id[:5], IncidentState.ACKNOWLEDGED, by="Ada", note="on it", now=NOW)
    step = store.incident(one.id).history[-1]
    assert (step.after, step.by, step.note) == (IncidentState.ACKNOWLEDGED, "Ada", "on it")


def test_state_when_the_id_is_unknown_then_the_error_names_known_ones(store):
    with pytest.raises(UnknownNameError, match="Unknown incident 'zzzz'"):
        change_state(store, "zzzz", IncidentState.CLOSED, now=NOW, by="Ada")


def test_opinion_when_expected_then_it_closes_teaches_and_enters_the_calendar(model, store):
    one = worst(store)
    said = say_opinion(store, one.id, Opinion.EXPECTED, reason="Pay day", by="Ada", now=NOW)
    assert said.incident.state is IncidentState.CLOSED
    assert [each.event.name for each in list_events(model, store)] == ["Pay day"]
    assert [lesson.incident for lesson in list_lessons(model, store)] == [one.id]
    again = anomaly(day=27, value=0.0)  # the same weekday
    assert pass_lessons(model, store, (again,)).raised == ()
    say_opinion(store, one.id, Opinion.WITHDRAWN, reason="wrong one", by="Ada", now=NOW + timedelta(hours=1))
    assert pass_lessons(model, store, (again,)).raised == (again,)
    assert list_events(model, store) == ()


def test_opinion_when_real_then_it_stays_open_and_counts(store):
    one = worst(store)
    assert say_opinion(store, one.id, Opinion.REAL, reason="outage", by="Ada", now=NOW).event is None
    assert not store.incident(one.id).is_over
    (row,) = list_precision(store)
    assert (row.metric, row.precision) == ("dau", 1.0)


@pytest.mark.parametrize("text", ["not-an-anomaly", "Not an anomaly", "not_an_anomaly"])
def test_opinion_when_written_with_dashes_then_it_is_read(text):
    assert read_opinion(text) is Opinion.NOT_AN_ANOMALY


def test_opinion_when_misspelt_then_the_nearest_is_named():
    with pytest.raises(QuestionError, match=r"'expcted' is no opinion. Did you mean expected\? \[INC-605\]"):
        read_opinion("expcted")


def test_mute_when_added_and_ended_then_it_is_in_force_between(model, store):
    mute = mute_metric(model, store, "dau", until="2 days", where={"country": "DE"}, by="Ada", now=NOW)
    assert (mute.where, mute.until) == (DE, NOW + timedelta(days=2))
    assert active_mutes(store, now=NOW) == (mute,)
    end_mute(store, mute.id[:4], now=NOW + timedelta(hours=1))
    assert active_mutes(store, now=NOW + timedelta(hours=2)) == ()


def test_mute_when_of_an_incident_then_it_covers_each_of_its_series(model, store):
    (mute,) = mute_incident(model, store, worst(store).id, until="1 day", by="Ada", now=NOW)
    assert (mute.metric, mute.where) == ("dau", ())


@pytest.mark.parametrize(
    "metric, until, said",
    [("dauu", "1 day", "Did you mean dau"), ("dau", "2020-01-01", "INC-606"), ("dau", "3 months", "INC-607")],
)
def test_mute_when_wrong_then_the_error_says_what(model, store, metric, until, said):
    with pytest.raises(QuestionError, match=said):
        mute_metric(model, store, metric, until=until, now=NOW, by="Ada")


def test_mute_until_a_day_when_read_then_it_is_the_first_moment_of_it_in_the_zone():
    until = read_until("2024-07-01", now=NOW, zone="Europe/Berlin")
    assert until == datetime(2024, 6, 30, 22, tzinfo=UTC)


def test_event_when_added_then_it_is_listed_by_time(model, store):
    add_event(store, "Launch", start="2024-06-02", kind="launch", scope={"country": "DE"})
    add_event(store, "Sale", start="2024-05-02", end="2024-05-04")
    assert [(e.event.name, e.event.end, e.kept_in) for e in list_events(model, store)] == [
        ("Sale", date(2024, 5, 4), "store"),
        ("Launch", date(2024, 6, 2), "store"),
    ]


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"start": "soon"}, "INC-608"),
        ({"end": "2024-01-01"}, "INC-609"),
        ({"kind": "launhc"}, "launch.*INC-610"),
    ],
)
def test_event_when_wrong_then_the_error_says_what(store, changes, code):
    with pytest.raises(QuestionError, match=code):
        add_event(store, "Sale", **{"start": "2024-05-02", **changes})


def test_incident_when_shown_then_it_says_that_its_rule_is_no_longer_in_force(model, store):
    view = show_incident(model, store, worst(store).id[:6])
    assert view.is_outdated
    assert view.text.startswith("Daily active users came to 0 ")
