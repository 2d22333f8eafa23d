from __future__ import annotations

from datetime import date

import pytest

from gnomon.app.arguments import read_comparisons
from gnomon.app.project import load
from gnomon.base.errors import QuestionError
from gnomon.records import Comparison


@pytest.mark.parametrize(
    "given, code",
    [
        ({"grain": 5}, "ASK-205"),
        ({"grain": b"day"}, "ASK-205"),
        ({"by": 5}, "ASK-205"),
        ({"by": [5]}, "ASK-205"),
        ({"order_by": [None]}, "ASK-205"),
        ({"last": 5}, "ASK-205"),
        ({"compare": 5}, "ASK-242"),
        ({"metrics": None}, "ASK-205"),
        ({"limit": 2**63}, "ASK-220"),
        ({"as_of": "0001-01-01"}, "ASK-244"),
        ({"as_of": "9999-12-31"}, "ASK-244"),
    ],
)
def test_question_when_an_argument_is_of_another_type_then_is_refused_in_words(shop, given, code):
    with load(shop) as project, pytest.raises(QuestionError) as caught:
        project.question(**{"metrics": "revenue", **given})
    assert caught.value.code == code


@pytest.mark.parametrize(
    "compare",
    [
        "2018-11-01..2018-11-30",
        ["2018-11-01..2018-11-30"],
        ("2018-11-01", "2018-11-30"),
        (date(2018, 11, 1), date(2018, 11, 30)),
    ],
)
def test_comparisons_when_two_days_are_given_then_they_are_a_window(compare):
    assert read_comparisons(compare) == (
        Comparison(name="window", start=date(2018, 11, 1), end=date(2018, 11, 30)),
    )
