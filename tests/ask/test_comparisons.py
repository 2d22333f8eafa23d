from __future__ import annotations

from datetime import date, datetime

import pytest

from gnomon.ask.comparisons import lag_of
from gnomon.ask.context import Stretch
from gnomon.base.errors import QuestionError
from gnomon.records import Comparison

WINDOW = Stretch(start=datetime(2024, 3, 11), end=datetime(2024, 3, 21))


@pytest.mark.parametrize(
    "name, grain, expected",
    [
        ("previous", "day", "1 day"),
        ("previous", "month", "1 month"),
        ("previous", None, "10 days"),
        ("last_week", "day", "7 days"),
        ("last_week", "hour", "7 days"),
        ("last_week", "week", "1 week"),
        ("last_4_weeks", None, "28 days"),
        ("last_year", "day", "364 days"),
        ("last_year", "week", "52 weeks"),
        ("last_year", "quarter", "12 months"),
    ],
)
def test_lag_when_a_comparison_is_named_then_keeps_the_weekday(name, grain, expected):
    assert str(lag_of(Comparison(name=name), finest=grain, window=WINDOW).shift) == expected


def test_lag_when_the_window_is_explicit_then_is_the_distance_of_the_starts():
    comparison = Comparison(name="window", start=date(2024, 2, 12), end=date(2024, 2, 21))
    lag = lag_of(comparison, finest="day", window=WINDOW)
    assert (str(lag.shift), lag.start, lag.end) == ("28 days", datetime(2024, 2, 12), datetime(2024, 2, 22))


@pytest.mark.parametrize(
    "comparison, grain, code",
    [
        (Comparison(name="last_week"), "month", "ASK-240"),
        (Comparison(name="previous"), "fiscal_week", "ASK-240"),
        (Comparison(name="window"), "day", "ASK-241"),
        (Comparison(name="window", start=date(2024, 2, 12), end=date(2024, 2, 21)), "month", "ASK-240"),
        (Comparison(name="window", start=date(2024, 2, 13), end=date(2024, 2, 21)), "week", "ASK-240"),
    ],
)
def test_lag_when_the_comparison_does_not_fit_then_is_refused(comparison, grain, code):
    with pytest.raises(QuestionError) as caught:
        lag_of(comparison, finest=grain, window=WINDOW)
    assert caught.value.code == code
