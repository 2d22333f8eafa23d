from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.differential.compare import compare_rows
from tests.differential.neutral import load_questions, plain_value, render_filter


@pytest.mark.parametrize(
    "condition,template",
    [
        ("play.surface = 'feed'", "{{ Dimension('play__surface', entity_path=[]) }} = 'feed'"),
        ("metric_time.month >= 'a.b'", "{{ TimeDimension('metric_time', 'month') }} >= 'a.b'"),
        (
            "viewer.country.region is null",
            "{{ Dimension('country__region', entity_path=['viewer']) }} is null",
        ),
        ("viewer = 5", "{{ Entity('viewer', entity_path=[]) }} = 5"),
        ("metric(orders, viewer) > 7", "{{ Metric('orders', group_by=['viewer']) }} > 7"),
    ],
)
def test_condition_when_rendered_for_dbt_then_names_become_templates(condition, template):
    assert render_filter(condition) == template


@pytest.mark.parametrize(
    "value,plain",
    [
        (datetime.fromisoformat("2024-02-29T00:00:00"), "2024-02-29"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime.fromisoformat("2024-02-29T08:00:00"), "2024-02-29T08:00:00"),
        (Decimal("1.50"), 1.5),
        (None, None),
    ],
)
def test_cell_when_made_plain_then_midnight_is_its_day(value, plain):
    assert plain_value(value) == plain


def test_questions_when_loaded_then_each_has_a_name_of_its_own_and_they_are_many():
    names = [question["id"] for question in load_questions()]
    assert len(names) == len(set(names)) >= 150


def test_rows_when_a_value_a_key_and_the_order_differ_then_the_report_says_so():
    expected = [["a", 1], ["b", None], ["c", 3]]
    actual = [["a", 2], ["b", None], ["d", 3]]
    report = "\n".join(compare_rows(expected, actual, 1, tolerance=1e-9, is_ordered=False))
    assert '1 rows are missing:\n  ["c"]' in report
    assert '["a"] expected [[1]], got [[2]]' in report
    assert not compare_rows(expected, expected[::-1], 1, tolerance=1e-9, is_ordered=False)
    assert "order differs" in compare_rows(expected, expected[::-1], 1, tolerance=1e-9, is_ordered=True)[0]
