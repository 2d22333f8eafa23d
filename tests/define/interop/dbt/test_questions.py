from __future__ import annotations

import pytest

HEAD = """
semantic_models:
  - name: a
    model: ref('a')
    primary_entity: p
    defaults: {agg_time_dimension: t}
    dimensions: [{name: t, type: time, type_params: {time_granularity: day}}, {name: d, type: categorical}]
    measures: [{name: m, agg: sum, create_metric: true}]
saved_queries:
"""


def test_read_dbt_with_saved_query_gives_question(shop):
    weekly = shop.model.saved["weekly"]
    assert (weekly.label, weekly.description) == ("Weekly money", "What the board reads.")
    assert weekly.metrics == ("revenue", "orders")
    assert (weekly.grain, weekly.by) == (None, ("metric_time.week", "customer.country", "order.channel"))
    assert weekly.where == "order.channel = 'web' AND metric_time.day >= '2024-01-01'"
    assert (weekly.order_by, weekly.limit) == (("-revenue", "metric_time.week"), 10)


@pytest.mark.parametrize(
    "group_by,by",
    [
        ("[metric_time]", ("metric_time",)),
        ("[metric_time__day, metric_time__month]", ("metric_time.day", "metric_time.month")),
        ("[metric_time__extract_year]", ("metric_time.calendar_year",)),
        ("[\"Dimension('metric_time').grain('fiscal')\", p]", ("metric_time.fiscal", "p")),
        ("[\"Entity('p')\", \"Metric('m', group_by=['p'])\"]", ("p", "metric(m, p)")),
    ],
)
def test_read_dbt_with_group_by_keeps_its_names(read, group_by, by):
    found = read(HEAD + f"  - {{name: q, query_params: {{metrics: [m], group_by: {group_by}}}}}\n")
    assert found.model.saved["q"].by == by


@pytest.mark.parametrize(
    "order_by,expected",
    [
        ("-m", "-m"),
        ("Metric('m').descending(True)", "-m"),
        ("-Metric('m')", "-m"),
        ("p__d", "p.d"),
        ("Dimension('p__d').descending(true)", "-p.d"),
        ("TimeDimension('metric_time', 'day', descending=True)", "-metric_time.day"),
        ("metric_time__day", "metric_time.day"),
        ("metric_time__year", "metric_time.year"),
    ],
)
def test_read_dbt_with_order_by_names_the_columns_of_the_answer(read, order_by, expected):
    query = f'{{metrics: [m], group_by: [metric_time__day, p__d], order_by: ["{order_by}"]}}'
    found = read(HEAD + f"  - {{name: q, query_params: {query}}}\n")
    assert found.model.saved["q"].order_by == (expected,)


@pytest.mark.parametrize(
    "params,reason",
    [
        ("{metrics: [nobody]}", "it asks for nobody, which is not there"),
        ("{metrics: []}", "it asks for no metric"),
        ("{metrics: [m], where: \"{{ var('x') }} = 1\"}", "Unknown call 'var'"),
        ("{metrics: [m], group_by: [\"Dim('x')\"]}", "Unknown call 'Dim'"),
    ],
)
def test_read_dbt_with_saved_query_that_cannot_be_asked_says_why(read, params, reason):
    found = read(HEAD + f"  - {{name: q, query_params: {params}}}\n")
    assert not found.model.saved
    assert reason in found.dropped[0].reason


def test_read_dbt_with_exports_and_cache_lists_them(read):
    found = read(
        HEAD
        + """\
  - name: q
    tags: [board]
    config: {cache: {enabled: true}}
    exports: [{name: table_of_q, config: {export_as: table}}]
    query_params: {metrics: [m], colour: red}
"""
    )
    assert {(n.kind, n.name) for n in found.dropped} == {
        ("export", "q.table_of_q"),
        ("setting", "q.tags"),
        ("setting", "q.config"),
        ("setting", "q.query_params.colour"),
    }
