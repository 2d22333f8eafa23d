from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from gnomon.app.compare_rows import describe_difference


def differ(asked, plain, columns=("k", "v")):
    return describe_difference(asked, plain, columns=columns, keys=1, tolerance=1e-9)


@pytest.mark.parametrize(
    "asked, plain",
    [
        ([("a", 1), ("b", 2)], [("b", 2), ("a", 1)]),
        ([("a", 0.1 + 0.2)], [("a", 0.3)]),
        ([("a", Decimal("1.0"))], [("a", 1)]),
        ([(date(2024, 5, 1), 1)], [(datetime(2024, 5, 1), 1)]),
        ([("a", None)], [("a", float("nan"))]),
        ([(None, 1), (None, 1)], [(None, 1), (None, 1)]),
        ([("a", 1.0), ("a", 1.0 + 1e-12)], [("a", 1.0 + 1e-12), ("a", 1.0)]),
        ([], []),
    ],
    ids=["order", "rounding", "decimal", "midnight", "nan", "duplicates", "near ties", "empty"],
)
def test_rows_that_mean_the_same_do_not_differ(asked, plain):
    assert differ(asked, plain) == ""


@pytest.mark.parametrize(
    "asked, plain, text",
    [
        ([("a", 1)], [("a", 2)], "k=a: v is 1, plain SQL says 2."),
        ([("a", None)], [("a", 0)], "k=a: v is null, plain SQL says 0."),
        ([("a", 1)], [("a", 1), ("b", 2)], "1 rows asked, 2 by plain SQL. Only in plain SQL: k=b, v=2."),
        ([("a", 1), ("a", 1)], [("a", 1)], "2 rows asked, 1 by plain SQL. Only in the answer: k=a, v=1."),
        ([("a", 1)], [("a", 1, 2)], "The SQL gives 3 columns, the question 2: k, v."),
        ([("a", 2**53 + 1)], [("a", 2**53)], "k=a: v is 9007199254740993, plain SQL says 9007199254740992."),
    ],
)
def test_rows_that_differ_are_named(asked, plain, text):
    assert differ(asked, plain) == text


def test_many_differences_when_named_then_counts_the_rest():
    text = differ([(str(i), i) for i in range(9)], [(str(i), -i) for i in range(9)])
    assert text.endswith("… 3 more.")
