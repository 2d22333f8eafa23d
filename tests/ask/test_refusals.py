"""Questions that have no right answer although their definitions are fine."""

from __future__ import annotations

import pytest

import gnomon
from gnomon.base.errors import DataError, QuestionError

SETTINGS = """
name = "seasons"
[calendars.seasons]
sql = "select date '2024-01-01' + i::int as day, i // 10 as season from range(60) r(i)"
column = "day"
grains = { season = "season" }
"""
DEFINITIONS = """
sources:
  events:
    sql: select date '2024-01-01' + (i % 40)::int as day, i % 7 as user_id from range(200) r(i)
    time: day
    entities: {user: user_id}
    dimensions: {day: {grain: day}}
metrics:
  events: {kind: count, source: events}
  lately: {kind: rolling, metric: events, window: 7 days}
  this_season: {kind: to_date, metric: events, since: season}
  again: {kind: conversion, base: events, conversion: events, entity: user, window: 3 days}
  this_season_before: {kind: derived, expr: a, inputs: {a: {metric: this_season, offset: 3 days}}}
  last_season: {kind: derived, expr: a, inputs: {a: {metric: events, offset: 1 season}}}
  lately_last_season: {kind: derived, expr: a, inputs: {a: {metric: lately, offset: 1 season}}}
  at_start: {kind: derived, expr: a, inputs: {a: {metric: events, to_start_of: season}}}
  again_before: {kind: derived, expr: a, inputs: {a: {metric: again, offset: 1 day}}}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seasons")
    (folder / "gnomon.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "events.yml").write_text(DEFINITIONS, encoding="utf-8")
    with gnomon.load(folder) as project:
        yield project


@pytest.mark.parametrize(
    "question, code, words",
    [
        ({"metrics": "this_season_before", "grain": "day"}, "ASK-233", "season-to-date"),
        ({"metrics": "lately_last_season", "grain": "season"}, "ASK-233", "cannot be combined"),
        ({"metrics": "at_start", "grain": "day"}, "ASK-233", "start of a season"),
        ({"metrics": "again_before", "grain": "month"}, "ASK-235", "no longer than the offset"),
        ({"metrics": [], "by": "user", "where": "metric(events, user) > 1"}, "ASK-253", "needs a metric"),
    ],
)
def test_question_when_it_has_no_right_answer_then_says_why(project, question, code, words):
    with pytest.raises(QuestionError, match=words) as caught:
        project.ask(**question)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "question",
    [
        {"metrics": "last_season", "grain": "season"},
        {"metrics": "again_before", "grain": "day"},
        {"metrics": "events", "by": "user", "where": "metric(events, user) > 1"},
    ],
)
def test_question_when_asked_the_way_that_the_refusal_tells_then_is_answered(project, question):
    assert len(project.ask(**question)) > 0


INFINITE = """
sources:
  rooms:
    sql: >
      select * from (values (date '2024-01-01', date 'infinity'), (date 'infinity', null),
      (date '-infinity', null), (null, null), (date '2025-03-01', null)) t(opened, closed)
    time: opened
    dimensions: {opened: {grain: day}, closed: {grain: day}}
metrics:
  rooms: {kind: count, source: rooms}
"""


@pytest.fixture(scope="module")
def rooms(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rooms")
    (folder / "gnomon.toml").write_text('name = "rooms"\n', encoding="utf-8")
    (folder / "rooms.yml").write_text(INFINITE, encoding="utf-8")
    with gnomon.load(folder) as project:
        yield project


@pytest.mark.parametrize("question", [{"grain": "year"}, {"by": "metric_time.year"}, {"by": "opened.year"}])
def test_period_when_a_date_is_infinite_then_is_left_out_and_said(rooms, question):
    answer = rooms.ask("rooms", **question)
    years = [row[answer.keys[0].name] for row in answer.to_dict()]
    assert [year and year.year for year in years] == [2024, 2025, None]
    (note,) = answer.notes
    assert "at infinity" in note


def test_window_when_a_date_is_infinite_then_does_not_hold_it(rooms):
    answer = rooms.ask("rooms", start="2024-01-01", end="2025-12-31")
    assert (answer.to_dict()[0]["value"], answer.notes) == (2, ())


def test_slice_when_a_date_is_infinite_then_is_refused(rooms):
    with pytest.raises(DataError, match=r"'closed' holds a date at infinity") as caught:
        rooms.ask("rooms", by="closed")
    assert caught.value.code == "DAT-314"
