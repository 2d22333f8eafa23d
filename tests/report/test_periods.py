from __future__ import annotations

from datetime import datetime

import pytest

from gnomon.report.periods import compared_period, name_comparison, name_moment, name_period, place_period


@pytest.mark.parametrize(
    "grain,expected",
    [
        ("day", "on Sun 1 May 2022"),
        ("week", "in the week of Sun 1 May 2022"),
        ("month", "in May 2022"),
        ("quarter", "in Q2 2022"),
        ("year", "in 2022"),
        ("hour", "at 14:00 on Sun 1 May 2022"),
        ("fiscal_month", "in the fiscal month from Sun 1 May 2022"),
    ],
)
def test_place_period_when_given_a_grain_then_reads_as_english(grain, expected):
    assert place_period(datetime(2022, 5, 1, 14 if grain == "hour" else 0), grain) == expected


@pytest.mark.parametrize(
    "comparison,grain,expected",
    [
        ("last_week", "day", datetime(2022, 4, 24)),
        ("last_4_weeks", "day", datetime(2022, 4, 3)),
        ("last_year", "day", datetime(2021, 5, 2)),
        ("last_year", "month", datetime(2021, 5, 1)),
        ("previous", "month", datetime(2022, 4, 1)),
        ("previous", "quarter", datetime(2022, 2, 1)),
        ("previous", "week", datetime(2022, 4, 24)),
        ("previous", "fiscal_month", None),
        ("window", "day", None),
        ("last_week", "month", None),
    ],
)
def test_compared_period_when_a_rule_gives_it_then_finds_the_start(comparison, grain, expected):
    assert compared_period(datetime(2022, 5, 1), comparison, grain) == expected


def test_name_comparison_when_day_then_says_same_weekday():
    assert name_comparison("last_week", "day") == "same weekday last week"
    assert name_comparison("last_week", "week") == "week before"
    assert name_comparison("previous", "fiscal_month") == "fiscal month before"


def test_name_moment_when_midnight_then_names_the_day_before():
    assert name_moment(datetime(2022, 5, 9)) == "Sun 8 May 2022"
    assert name_moment(datetime(2022, 5, 9, 6, 5)) == "Mon 9 May 2022, 06:05"


def test_name_period_when_month_then_says_the_year_once():
    assert name_period(datetime(2022, 5, 1), "month") == "May 2022"
