from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from gnomon.records.incident import IncidentState
from gnomon.watch.advance import advance_states
from gnomon.watch.lifecycle import move_incident
from gnomon.watch.news import find_escalation, find_news, key_alert
from gnomon.watch.severity import measure_size, name_severity, score_anomaly
from tests.watch.incident_cases import DE, FIRST, NOW, anomalies, anomaly, group, incident

HOURS = (timedelta(hours=4), timedelta(hours=4))


def grow(one, found):
    return next(iter(group((found,), (one,))), one)


@pytest.mark.parametrize(
    "found, what",
    [
        (anomaly(day=1, is_loud=False), None),
        (anomaly(day=1, is_loud=True, value=50.0), "louder"),
        (anomaly(day=1, is_loud=True, value=150.0), "turned"),
        (anomaly(day=1, is_loud=False, value=0.0, p_value=0.0), "louder"),  # graver by its severity
        (anomaly(day=1, where=DE), None),
        (anomaly(day=0, is_loud=True, value=61.0), None),  # late rows of a bucket that is known
    ],
)
def test_news_when_an_incident_grows_then_only_what_matters_is_told(found, what):
    one = incident()
    news = find_news(one, grow(one, found))
    assert (news.what if news else None) == what


def test_news_when_new_recovered_and_reopened_then_each_is_told_once_under_a_key_of_its_own():
    one = incident()
    (calm,) = advance_states((one,), last_bucket={("dau", ()): FIRST + timedelta(days=2)}, now=NOW)
    again = grow(calm, anomaly(day=5))
    told = [find_news(None, one), find_news(one, calm), find_news(calm, again)]
    assert [news.what for news in told] == ["opened", "recovered", "reopened"]
    keys = [key_alert(each, news, "team") for each, news in zip((one, calm, again), told, strict=True)]
    assert keys[0] == f"{one.id} opened team"
    assert len(set(keys)) == 3


def test_news_when_a_person_acts_or_an_incident_joins_another_then_nobody_is_told():
    one = incident()
    assert find_news(one, move_incident(one, IncidentState.ACKNOWLEDGED, at=NOW, by="Ada")) is None
    assert find_news(one, move_incident(one, IncidentState.CLOSED, at=NOW, by="Ada")) is None
    assert find_news(None, replace(one, joined="abcdefghij")) is None


@pytest.mark.parametrize("hours, count", [(3, 0), (4, 1), (7, 1), (8, 2), (100, 2)])
def test_escalation_when_nobody_takes_it_then_each_step_is_due_after_its_hours(hours, count):
    due = find_escalation(incident(), HOURS, now=NOW + timedelta(hours=hours))
    assert [news.mark for news in due] == ["1", "2"][:count]


def test_escalation_when_somebody_took_it_then_none_is_due():
    taken = move_incident(incident(), IncidentState.ACKNOWLEDGED, at=NOW, by="Ada")
    assert find_escalation(taken, HOURS, now=NOW + timedelta(days=3)) == ()


@given(anomalies)
def test_score_of_anything_when_computed_then_it_lies_within_0_and_1(found):
    assert 0 <= measure_size(found) <= 1
    assert 0 <= score_anomaly(found, 0.8) <= 1


def test_severity_when_larger_surer_or_more_important_then_it_is_not_lower():
    small, large = anomaly(value=88.0), anomaly(value=20.0)
    unsure = anomaly(value=20.0, p_value=0.01)
    scores = [
        score_anomaly(small, 0.8),
        score_anomaly(unsure, 0.8),
        score_anomaly(large, 0.5),
        score_anomaly(large, 1),
    ]
    assert scores == sorted(scores)
    assert [name_severity(score).value for score in scores] == ["low", "high", "high", "critical"]


def test_size_when_a_bucket_has_no_value_then_it_counts_as_zero():
    assert measure_size(anomaly(value=None)) == measure_size(anomaly(value=0.0)) > 0.9
