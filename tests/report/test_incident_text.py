from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given

from gnomon.records.explained import Explained
from gnomon.records.report import MetricCard
from gnomon.report.incident_text import say_what, tell_incident, tell_many
from gnomon.report.numbers import format_exact
from tests.watch.incident_cases import DE, FIRST, anomalies, anomaly, incident

DAU = MetricCard(name="dau", label="Daily active users")


def test_message_when_an_incident_is_new_then_it_has_a_title_and_three_sentences():
    told = tell_incident(incident(anomaly(where=DE)), DAU, link="report.html")
    assert told.title == "[high] Daily active users (country = DE) -40 % against expected"
    assert told.body.splitlines()[0] == (
        "Daily active users (country = DE) came to 60 on Wed 1 May 2024 (expected: 100, between 90 and 110). "
        "That is a drop as strange as one in 10,000 days without a fault. "
        "Ask why: `gnomon explain dau --period 2024-05-01`."
    )
    assert told.body.endswith("· [report](report.html)")


def test_message_when_it_goes_on_then_it_tells_the_newest_bucket_and_since_when():
    one = incident(anomaly(value=50.0), anomaly(day=1, value=60.0), anomaly("plays", day=1, value=3.0))
    text = say_what(one, DAU)
    assert text.startswith("Daily active users came to 60 on Thu 2 May 2024")
    assert text.endswith("it has been out of the ordinary since Wed 1 May.")


def test_message_when_a_bucket_has_no_value_then_it_says_so():
    told = tell_incident(incident(anomaly(value=None, kind="missing bucket", p_value=0.0)), DAU)
    assert "has no value" in told.title
    assert "fewer than one in a million days" in told.body


@pytest.mark.parametrize(
    "what, begin",
    [
        ("recovered", "Recovered: "),
        ("escalated", "Nobody took it: "),
        ("turned", "Turned round: "),
        ("louder", "Grew: "),
    ],
)
def test_title_when_it_is_news_of_a_known_incident_then_it_says_which(what, begin):
    assert tell_incident(incident(), DAU, what=what).title.startswith(begin)


def test_message_when_there_is_an_explanation_then_it_says_what_it_found():
    explained = Explained(
        incident="x", made_at=datetime(2024, 5, 2, tzinfo=UTC), outcome="segments", document="{}",
        sentences=("DAU was 60.", "The data show no fault.", "Germany moved apart.", "And more."),
    )  # fmt: skip
    body = tell_incident(incident(), DAU, explained=explained).body
    assert "The data show no fault. Germany moved apart. More: `gnomon explain dau" in body
    assert "And more." not in body


@given(anomalies)
def test_first_sentence_of_anything_when_told_then_every_number_stands_in_the_record(found):
    text = say_what(incident(found), DAU)
    known = [
        format_exact(v, DAU) for v in (found.value, found.expected, found.low, found.high) if v is not None
    ]
    told = text.split(" on ", 1)[0] + text.split("(expected", 1)[1]  # without the date
    numbers = re.findall(r"\d[\d,.]*\d|\d", told)
    assert all(any(number in each for each in known) for number in numbers)


def test_digest_when_there_are_many_then_it_lists_twenty_and_counts_the_rest():
    told = tell_many([(f"T{n}", f"i{n}") for n in range(25)], since=FIRST.date())
    assert told.title == "25 incidents since Wed 1 May, first T0"
    assert told.body.count("\n- ") == 20
    assert "and 5 more" in told.body
