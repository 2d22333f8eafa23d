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
    "grain, asked, other, shift, start, end",
    [
        ("week", (11, 25), (date(2024, 2, 14), date(2024, 2, 20)), "28 days", (2024, 2, 12), (2024, 2, 26)),
        ("month", (1, 31), (date(2023, 12, 5), date(2023, 12, 6)), "3 months", (2023, 12, 1), (2024, 1, 1)),
    ],
)
def test_lag_when_the_window_is_explicit_then_is_widened_to_whole_periods(
    grain, asked, other, shift, start, end
):
    window = Stretch(start=datetime(2024, 3, asked[0]), end=datetime(2024, 3, asked[1]))
    if grain == "month":
        window = Stretch(start=datetime(2024, 3, 1), end=datetime(2024, 4, 1))
    lag = lag_of(Comparison(name="window", start=other[0], end=other[1]), finest=grain, window=window)
    assert (str(lag.shift), lag.start, lag.end) == (shift, datetime(*start), datetime(*end))


@pytest.mark.parametrize(
    "comparison, grain, code",
    [
        (Comparison(name="last_week"), "month", "ASK-240"),
        (Comparison(name="previous"), "fiscal_week", "ASK-240"),
        (Comparison(name="window"), "day", "ASK-241"),
        (Comparison(name="window", start=date(2024, 2, 12), end=date(2024, 2, 20)), "day", "ASK-240"),
        (Comparison(name="window", start=date(2024, 1, 12), end=date(2024, 2, 21)), "month", "ASK-240"),
        (
            Comparison(name="window", start=datetime(2024, 2, 12, 1), end=datetime(2024, 2, 22, 1)),
            "hour",
            "ASK-240",
        ),
        (Comparison(name="window", start=date(2024, 2, 12), end=date(2024, 2, 10)), "day", "ASK-212"),
    ],
)
def test_lag_when_the_comparison_does_not_fit_then_is_refused(comparison, grain, code):
    with pytest.raises(QuestionError) as caught:
        lag_of(comparison, finest=grain, window=WINDOW)
    assert caught.value.code == code
