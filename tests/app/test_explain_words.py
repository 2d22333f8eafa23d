"""Sentences say only what the record holds, and never that something is a cause."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np
import pytest

from gnomon.app.explain_events import find_events
from gnomon.base.plain import to_plain
from gnomon.base.shown_numbers import show_percent, show_value
from gnomon.explain.cube import build_cube
from gnomon.records.event import Event
from tests.app.explain_world import DAYS, LAST, draw_plays, keep, write_project
from tests.app.test_explain import where
from tests.app.test_explain_data import FAULTS, explain

NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?(?:e[+-]?\d+)?")
FIRST = LAST - timedelta(days=4)
RELEASE = Event(name="Release 9", kind="release", start=FIRST, end=FIRST, scope=(("country", "BR"),))
SALE = Event(name="Sale", kind="sale", start=FIRST - timedelta(days=9), end=FIRST - timedelta(days=8))


@pytest.fixture(scope="module")
def fallen(tmp_path_factory):
    frame, rng = draw_plays()
    gone = (
        where(frame, country="BR", system="web")
        & (frame["day"] >= DAYS - 5)
        & (rng.random(len(frame["day"])) < 0.95)
    )
    with write_project(tmp_path_factory.mktemp("fallen"), keep(frame, ~gone)) as project:
        yield project


def numbers_of(record):
    """Every number of a record as it may be written."""
    match record:
        case dict():
            return set().union(*(numbers_of(v) for v in record.values()), set())
        case list():
            return set().union({str(len(record))}, *(numbers_of(v) for v in record))
        case bool() | None:
            return set()
        case int() | float():
            inverse = {show_value(1 / record), f"{1 / record:,.0f}"} if record else set()
            return {
                show_value(record), show_percent(record), f"{record:,.0f}", f"{record:.1%}", f"{record:.2g}", *inverse
            }  # fmt: skip
        case _:
            return {str(record)}


def check_numbers(found):
    plain = to_plain(found)
    sentences = plain.pop("sentences")
    relative = [found.change.amount / abs(found.change.before)] if found.change.before else []
    level = [] if found.localisation is None else [found.localisation.level - 1]
    texts = numbers_of([plain, relative, level])
    known = {number for text in texts for number in NUMBER.findall(text)}
    for sentence in sentences:
        for number in NUMBER.findall(sentence):
            assert number in known, (number, sentence)
        assert "because" not in sentence
        assert "cause" not in sentence or "no other cause" in sentence


@pytest.mark.parametrize(
    "metric", ["plays", "watch_time", "users", "mean_watch", "finish_rate", "slow_watch"]
)
@pytest.mark.parametrize("baseline", ["expected", "previous", "last_week"])
def test_every_number_of_a_sentence_is_one_of_the_record(fallen, metric, baseline):
    found = fallen.explain(metric, period=FIRST, baseline=baseline, events=[RELEASE, SALE])
    assert found.sentences
    check_numbers(found)


@pytest.mark.parametrize("name", ["late", "copies", "unit", "value"])
def test_every_number_about_the_data_is_one_of_the_record(tmp_path, name):
    change, metric, _ = FAULTS[name]
    check_numbers(explain(tmp_path, change, metric))


def test_segment_has_its_series_and_its_beginning(fallen):
    (story,) = fallen.explain("plays", period=LAST - timedelta(days=3)).stories
    assert story.onset == FIRST
    assert len(story.days) == len(story.values) == len(story.expected)
    assert story.values[-1] < 0.3 * story.expected[-1]


def test_event_of_the_same_slice_and_day_comes_first(fallen):
    found = fallen.explain("plays", period=FIRST, events=[SALE, RELEASE])
    assert found.events[0].event.name == "Release 9"
    assert found.events[0].base_rate.with_event == 0
    assert any(s.startswith("Release 9 (release) was on") for s in found.sentences)


def test_holidays_of_the_countries_are_known():
    country = (["BR", "nowhere", None], np.array([0, 1, 2], np.int32))
    cube = build_cube(["user.country"], [country], np.zeros(3, np.int64), [np.ones(3)], slots=1)
    found = find_events([], date(2026, 5, 1), (), cube, None)
    assert [(r.event.kind, r.event.scope) for r in found] == [("holiday", (("country", "BR"),))]


def test_metric_without_its_segment_would_be_as_usual(fallen):
    found = fallen.explain("plays", period=(FIRST, LAST))
    assert found.outcome == "localised"
    assert found.stories[0].returns
    assert any(s.startswith("Without country = BR, system = web") for s in found.sentences)
