from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gnomon.app.points import as_number, series_points
from gnomon.records.report import MetricCard
from gnomon.report.numbers import describe_change, format_exact

BIG = 9007199254744902  # 2**53 + 3910: a float holds every second whole number here


@pytest.mark.parametrize(
    "cell, expected",
    [
        (Decimal(BIG + 1), BIG + 1),
        (Decimal(f"{BIG + 1}.00"), BIG + 1),
        (BIG + 1, BIG + 1),
        (Decimal("1.5"), 1.5),
        (None, None),
        (float("nan"), None),
    ],
)
def test_as_number_when_whole_then_int_without_loss(cell, expected):
    found = as_number(cell)
    assert found == expected
    assert type(found) is type(expected)


def test_points_when_values_pass_2_to_the_53_then_values_and_differences_are_exact(make_answer):
    data = {
        "period": [date(2024, 5, 1)], "m": [Decimal(BIG + 1)], "m__previous": [Decimal(BIG)],
        "m__n": [1], "m__complete": [True],
    }  # fmt: skip
    answer = make_answer(data, comparisons=(("previous", "m__previous"),))
    (point,) = series_points(answer, "m", "previous")
    assert point.value - point.compared == 1
    for form in ("", ",d", ",.0f"):
        assert (
            format_exact(point.value, MetricCard(name="m", label="M", format=form)) == "9,007,199,254,744,903"
        )


def test_change_when_whole_numbers_differ_by_one_then_it_is_seen():
    change = describe_change(BIG + 1, BIG, MetricCard(name="m", label="M", direction="up"))
    assert (change.signed, change.tone) == ("+1", "better")
    assert describe_change(BIG, BIG, MetricCard(name="m", label="M")).sign == 0
