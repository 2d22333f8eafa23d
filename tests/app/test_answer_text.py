from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from gnomon.app.answer_text import tabulate
from gnomon.report.numbers import DASH

DAYS = [date(2024, 5, 1), date(2024, 5, 2)]


def test_tabulate_when_the_last_period_runs_then_marks_it(make_answer):
    answer = make_answer({"period": DAYS, "m": [1200, 3], "m__n": [1200, 3], "m__complete": [True, False]})
    table = tabulate(answer)
    assert [(c.heading, c.is_number) for c in table.columns] == [("Day", False), ("Plays", True), ("n", True)]
    assert table.rows == (("2024-05-01", "1,200", "1,200"), ("2024-05-02 so far", "3…", "3"))


def test_tabulate_when_members_are_null_or_empty_then_names_them(make_answer):
    answer = make_answer(
        {"country": [None, "", "DE"], "m": [1, 2, 3], "m__n": [1, 2, 3], "m__complete": [True] * 3}
    )
    assert [row[0] for row in tabulate(answer).rows] == ["(none)", "(empty)", "DE"]


def test_tabulate_when_compared_then_shows_both_values_and_the_change(make_answer):
    answer = make_answer(
        {"m": [0.452], "m__n": [1000], "m__complete": [True], "m__previous": [0.439]},
        comparisons=(("previous", "m__previous"),),
        kind="ratio", format=".1%", unit="share", label="Click rate",
    )  # fmt: skip
    table = tabulate(answer)
    assert [c.heading for c in table.columns] == ["Click rate", "previous", "change", "n"]
    assert table.rows == (("45.2\u202f%", "43.9\u202f%", "+1.3 points", "1,000"),)


def test_tabulate_when_a_value_is_unknown_then_it_is_a_dash_not_a_zero(make_answer):
    answer = make_answer(
        {"m": [None], "m__n": [0], "m__complete": [True], "m__previous": [5.0]},
        comparisons=(("previous", "m__previous"),),
    )
    assert tabulate(answer).rows == ((DASH, "5", DASH, "0"),)


def test_tabulate_when_values_are_wide_decimals_then_keeps_every_digit(make_answer):
    data = {"m": [Decimal(9007199254740993)], "m__n": [2], "m__complete": [True]}
    assert tabulate(make_answer(data)).rows[0][0] == "9,007,199,254,740,993"


def test_tabulate_when_the_unit_is_no_share_then_stands_in_the_heading(make_answer):
    answer = make_answer({"m": [1.5], "m__n": [1], "m__complete": [True]}, unit="hours")
    assert tabulate(answer).columns[0].heading == "Plays (hours)"


def test_tabulate_of_each_grain_then_writes_periods_as_short_as_they_can_be(make_answer):
    moments = {
        "year": (date(2024, 1, 1), "2024"),
        "quarter": (date(2024, 4, 1), "2024-Q2"),
        "month": (date(2024, 5, 1), "2024-05"),
        "hour": (datetime(2024, 5, 1, 7), "2024-05-01 07:00"),
        "fiscal_month": (date(2024, 4, 28), "2024-04-28"),
        "season": ("spring", "spring"),
    }
    for grain, (value, text) in moments.items():
        data = {"period": [value], "m": [1], "m__n": [1], "m__complete": [True]}
        assert tabulate(make_answer(data, grain=grain)).rows[0][0] == text


def test_tabulate_when_there_are_no_rows_then_keeps_the_headings(make_answer):
    answer = make_answer({"m": [], "m__n": [], "m__complete": []})
    assert (len(tabulate(answer).columns), tabulate(answer).rows) == (2, ())
