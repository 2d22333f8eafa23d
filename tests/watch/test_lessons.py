from __future__ import annotations

from datetime import timedelta

import pytest

from gnomon.records.incident import Feedback, Opinion
from gnomon.watch.lessons import hush_known, read_lessons
from gnomon.watch.precision import measure_precision
from gnomon.watch.training import enter_calendar, excluded_periods
from tests.watch.incident_cases import DE, FIRST, NOW, anomaly, incident


def say(one, opinion, *, after=0, reason="pay day"):
    return one, Feedback(at=NOW + timedelta(hours=after), opinion=opinion, by="Ada", reason=reason)


def is_known(found, *said, events_on=None):
    return not hush_known((found,), read_lessons(said, events_on=events_on), events_on=events_on).raised


# 1 May 2024 is a Wednesday.
@pytest.mark.parametrize(
    "changes, known",
    [
        ({"day": 7}, True),  # the next Wednesday
        ({"day": 31}, True),  # the first of June, a Saturday
        ({"day": 8}, False),  # a Thursday
        ({"day": 7, "where": DE}, False),
        ({"day": 7, "metric": "plays"}, False),
        ({"day": 7, "kind": "level shift"}, False),
        ({"day": 7, "value": 140.0}, False),  # the other side
        ({"day": 7, "value": 95.0}, True),
        ({"day": 7, "value": 40.0}, True),  # up to half larger
        ({"day": 7, "value": 39.0}, False),
    ],
)
@pytest.mark.parametrize("opinion", [Opinion.NOT_AN_ANOMALY, Opinion.EXPECTED])
def test_pattern_when_called_no_alarm_then_the_same_is_not_raised_again(changes, known, opinion):
    assert is_known(anomaly(**changes), say(incident(), opinion)) == known


@pytest.mark.parametrize("opinion", [Opinion.REAL, Opinion.NEW_NORMAL, Opinion.DATA_FAULT])
def test_pattern_when_it_was_something_then_the_same_is_raised_again(opinion):
    assert not is_known(anomaly(day=7), say(incident(), opinion))


@pytest.mark.parametrize("later", [Opinion.REAL, Opinion.WITHDRAWN])
def test_lesson_when_the_opinion_is_taken_back_then_it_is_gone(later):
    one = incident()
    assert read_lessons((say(one, later, after=1), say(one, Opinion.EXPECTED))) == ()


def test_pattern_when_the_same_event_comes_on_another_day_then_it_is_known():
    feast = {FIRST: frozenset({"Moving feast"}), FIRST + timedelta(days=20): frozenset({"Moving feast"})}
    said = say(incident(), Opinion.EXPECTED)
    found = anomaly(day=20)  # a Tuesday
    assert not is_known(found, said)
    assert is_known(found, said, events_on=lambda at: feast.get(at, frozenset()))


def test_lesson_when_listed_then_it_says_its_rule_in_words():
    (lesson,) = read_lessons((say(incident(), Opinion.EXPECTED),))
    assert lesson.text == "dau, total: drop by up to 60%, on Wednesday, on day 1 of a month"


def test_precision_when_people_judged_then_real_ones_are_counted_over_all():
    found = [incident(anomaly(day=day)) for day in (0, 20, 40)]
    said = [
        say(one, o)
        for one, o in zip(found, (Opinion.NOT_AN_ANOMALY, Opinion.NOT_AN_ANOMALY, Opinion.REAL), strict=True)
    ]
    (row,) = measure_precision(said)
    assert (row.metric, row.real, row.false, row.judged, row.p_factor) == ("dau", 1, 2, 3, 0.5)
    assert row.precision == pytest.approx(1 / 3)


def test_precision_when_nearly_all_were_false_then_the_factor_has_a_floor():
    said = [say(incident(anomaly(day=day)), Opinion.NOT_AN_ANOMALY) for day in range(0, 400, 20)]
    assert measure_precision(said)[0].p_factor == 1 / 16


def test_data_fault_when_said_then_its_buckets_are_no_training():
    one = incident(anomaly(), anomaly(day=1))
    (period,) = excluded_periods((say(one, Opinion.DATA_FAULT),))
    assert (period.start, period.end) == (FIRST, FIRST + timedelta(days=2))


def test_calendar_when_expected_then_it_gets_an_entry_named_after_the_reason():
    one, feedback = say(incident(anomaly(where=DE), anomaly(where=DE, day=1)), Opinion.EXPECTED)
    event = enter_calendar(one, feedback)
    assert (event.name, event.start, event.end, event.scope) == (
        "pay day", FIRST.date(), FIRST.date() + timedelta(days=1), DE,
    )  # fmt: skip
    assert enter_calendar(*say(one, Opinion.REAL)) is None
