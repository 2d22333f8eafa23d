from __future__ import annotations

from datetime import datetime

import pytest

from gnomon.ask.moments import is_whole_number, next_start, shift, shift_back, start_of
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain, Window, parse_window

MOMENT = datetime(2024, 3, 31, 13, 45, 59, 123456)


@pytest.mark.parametrize(
    "grain, expected",
    [
        ("millisecond", datetime(2024, 3, 31, 13, 45, 59, 123000)),
        ("second", datetime(2024, 3, 31, 13, 45, 59)),
        ("minute", datetime(2024, 3, 31, 13, 45)),
        ("hour", datetime(2024, 3, 31, 13)),
        ("day", datetime(2024, 3, 31)),
        ("week", datetime(2024, 3, 25)),
        ("month", datetime(2024, 3, 1)),
        ("quarter", datetime(2024, 1, 1)),
        ("year", datetime(2024, 1, 1)),
    ],
)
def test_start_of_when_the_grain_is_standard_then_cuts(grain, expected):
    assert start_of(MOMENT, grain) == expected


@pytest.mark.parametrize("week_start, day", [(1, 25), (7, 31), (3, 27), (6, 30)])
def test_start_of_a_week_when_it_starts_elsewhere_then_is_that_weekday(week_start, day):
    assert start_of(MOMENT, "week", week_start) == datetime(2024, 3, day)


def test_start_of_when_the_grain_is_custom_then_asks_for_its_calendar():
    with pytest.raises(QuestionError, match="needs its calendar") as caught:
        start_of(MOMENT, "fiscal_week")
    assert caught.value.code == "ASK-231"


@pytest.mark.parametrize(
    "moment, window, expected",
    [
        (datetime(2024, 3, 31), "1 month", datetime(2024, 2, 29)),
        (datetime(2023, 3, 31), "1 month", datetime(2023, 2, 28)),
        (datetime(2024, 2, 29), "1 year", datetime(2023, 2, 28)),
        (datetime(2024, 1, 15), "1 quarter", datetime(2023, 10, 15)),
        (datetime(2024, 1, 1), "1 week", datetime(2023, 12, 25)),
        (datetime(2024, 3, 1), "1 day", datetime(2024, 2, 29)),
        (datetime(2024, 1, 1), "2 hours", datetime(2023, 12, 31, 22)),
    ],
)
def test_shift_back_when_a_month_is_shorter_then_stays_on_its_last_day(moment, window, expected):
    assert shift_back(moment, parse_window(window)) == expected


def test_shift_when_the_window_is_custom_then_is_refused():
    with pytest.raises(QuestionError, match="not a standard length"):
        shift(MOMENT, parse_window("1 fiscal_week"))


def test_next_start_when_a_year_ends_then_is_the_next_year():
    assert next_start(datetime(2024, 10, 1), Grain.QUARTER) == datetime(2025, 1, 1)


@pytest.mark.parametrize(
    "count, grain, period, whole",
    [
        (28, "day", Grain.WEEK, True),
        (30, "day", Grain.WEEK, False),
        (8, "week", Grain.MONTH, False),
        (1, "year", Grain.QUARTER, True),
        (1, "month", Grain.QUARTER, False),
        (1, "year", Grain.WEEK, False),
    ],
)
def test_whole_number_when_a_length_is_some_periods_then_is_one(count, grain, period, whole):
    assert is_whole_number(Window(count=count, grain=grain), period) is whole
