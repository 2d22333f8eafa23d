from __future__ import annotations

from datetime import date, datetime

import pytest

from gnomon.ask.asked import finest_grain, name_path, read_window, split_where
from gnomon.ask.context import Key, Stretch
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain
from gnomon.records import Question


def keys(*words):
    return tuple(Key(name=w, path=("metric_time", w), word=w) for w in words)


def window(grain=None, *, week_start=1, **ends):
    question = Question(metrics=("plays",), **ends)
    return read_window(question, keys(grain) if grain else (), Grain.DAY, week_start=week_start)


def test_window_when_ends_are_dates_then_both_days_are_in():
    stretch, is_widened = window(start=date(2024, 2, 1), end=date(2024, 2, 29))
    assert stretch == Stretch(start=datetime(2024, 2, 1), end=datetime(2024, 3, 1))
    assert not is_widened


def test_window_when_the_grain_is_longer_then_is_widened_to_whole_periods():
    stretch, is_widened = window("week", week_start=7, start=date(2024, 2, 28), end=date(2024, 3, 6))
    assert stretch == Stretch(start=datetime(2024, 2, 25), end=datetime(2024, 3, 10))
    assert is_widened


def test_window_when_no_grain_and_moments_then_the_end_is_out():
    stretch, _ = window(start=datetime(2024, 2, 1, 6), end=datetime(2024, 2, 1, 7))
    assert stretch == Stretch(start=datetime(2024, 2, 1, 6), end=datetime(2024, 2, 1, 7))


def test_window_when_by_hour_then_the_hour_of_the_end_is_in():
    stretch, _ = window("hour", start=datetime(2024, 2, 1, 6, 30), end=datetime(2024, 2, 1, 7, 30))
    assert stretch == Stretch(start=datetime(2024, 2, 1, 6), end=datetime(2024, 2, 1, 8))


@pytest.mark.parametrize("ends", [{"start": date(2024, 2, 1)}, {"end": date(2024, 2, 1)}, {}])
def test_window_when_an_end_is_open_then_stays_open(ends):
    stretch, _ = window(**ends)
    assert (stretch.start is None, stretch.end is None) == ("start" not in ends, "end" not in ends)


@pytest.mark.parametrize(
    "words, expected",
    [
        (("week", "day", "month"), "day"),
        (("day_of_week",), None),
        (("fiscal_week",), "fiscal_week"),
        (("fiscal_week", "month"), "month"),
        ((), None),
    ],
)
def test_finest_grain_when_several_are_asked_then_is_the_finest_standard_one(words, expected):
    assert finest_grain(keys(*words)) == expected


@pytest.mark.parametrize(
    "text, path",
    [
        ("tab", ("tab",)),
        ("user.country", ("user", "country")),
        ("user__created_at__month", ("user", "created_at", "month")),
    ],
)
def test_name_path_when_dotted_or_underscored_then_is_the_same(text, path):
    assert name_path(text) == path


@pytest.mark.parametrize("text", ["", "a b", "1a", "a..b", "a;b", "a-b"])
def test_name_path_when_it_is_no_name_then_shows_one(text):
    with pytest.raises(QuestionError, match=r"Write for example 'country'") as caught:
        name_path(text)
    assert caught.value.code == "ASK-205"


def test_where_when_values_and_rows_are_joined_by_and_then_they_are_told_apart(project):
    rows, values = split_where(project.model, "tab = 'feed' and plays > 3", ("plays",), ("tab",))
    assert ([r.sql() for r in rows], [v.sql() for v in values]) == (["tab = 'feed'"], ["plays > 3"])


def test_window_when_no_grain_is_asked_then_only_a_coarser_time_column_widens_it():
    question = Question(metrics=("plays",), start=date(2024, 2, 14), end=date(2024, 2, 20))
    by_day, is_widened = read_window(question, (), Grain.DAY, week_start=1)
    assert (by_day.start, by_day.end, is_widened) == (datetime(2024, 2, 14), datetime(2024, 2, 21), False)
    by_month, is_widened = read_window(question, (), Grain.MONTH, week_start=1)
    assert (by_month.start, by_month.end, is_widened) == (datetime(2024, 2, 1), datetime(2024, 3, 1), True)
