from __future__ import annotations

import pytest
from sqlglot import parse_one

from gnomon.base.time import Window
from gnomon.define.interop.dbt.sql import read_window
from gnomon.define.kinds import (
    Average,
    Conversion,
    Count,
    Distinct,
    Maximum,
    Minimum,
    Percentile,
    Rolling,
    Snapshot,
    Sum,
    ToDate,
)
from gnomon.define.metric import Direction, Empty, MetricInput


def sql(text):
    return parse_one(text, dialect="duckdb")


@pytest.mark.parametrize(
    "name,spec",
    [
        ("orders", Sum(source="orders", expr=sql("1"))),
        ("order_rows", Count(source="orders")),
        ("paid_orders", Count(source="orders", expr=sql("paid_on"), time="paid_at")),
        ("revenue", Sum(source="orders", expr=sql("amount"))),
        ("gifts", Sum(source="orders", expr=sql("case when is_gift then 1 else 0 end"))),
        ("buyers", Distinct(source="orders", entity="customer")),
        ("coupons", Distinct(source="orders", expr=sql("coupon"))),
        ("mean_amount", Average(source="orders", expr=sql("amount"))),
        ("least_amount", Minimum(source="orders", expr=sql("amount"))),
        ("most_amount", Maximum(source="orders", expr=sql("amount"))),
        ("median_amount", Percentile(source="orders", expr=sql("amount"))),
        ("p90_amount", Percentile(source="orders", expr=sql("amount"), p=0.9)),
        ("p25_amount", Percentile(source="orders", expr=sql("amount"), p=0.25, method="discrete")),
        ("p75_amount", Percentile(source="orders", expr=sql("amount"), p=0.75, method="approximate")),
        ("balance", Snapshot(source="wallets", expr=sql("balance"), over="taken_on", pick="last", agg="sum")),
        (
            "opening_balance",
            Snapshot(
                source="wallets",
                expr=sql("balance"),
                over="taken_on",
                pick="first",
                per=("customer",),
                agg="average",
            ),
        ),
    ],
)
def test_read_dbt_with_each_aggregation_gives_its_kind(shop, name, spec):
    assert shop.model.metrics[name].spec == spec


@pytest.mark.parametrize(
    "name,empty",
    [
        ("revenue", Empty(is_shown=False)),
        ("revenue_zero", Empty(is_shown=False, value=0)),
        ("revenue_every_day", Empty(is_shown=True, value=0, is_dense=False)),
        ("revenue_known_days", Empty(is_shown=True, is_dense=False)),
        ("growth", Empty(is_shown=False)),
    ],
)
def test_read_dbt_with_fill_and_spine_says_what_an_empty_period_means(shop, name, empty):
    assert shop.model.metrics[name].empty == empty


def test_read_dbt_with_measure_filter_and_metric_filter_joins_them(shop):
    web = shop.model.metrics["web_revenue"]
    expected = (
        "order.channel = 'web' and not customer.country is null "
        "and (not customer is null or order.size = 'large')"
    )
    assert web.filter is not None
    assert web.filter.sql(dialect="duckdb") == sql(expected).sql(dialect="duckdb")
    assert (web.grain, web.tags, web.owner, web.unit) == ("week", ("money",), "finance", "EUR")
    assert web.direction is Direction.UP
    assert web.description == "From the web shop."


def test_read_dbt_with_description_on_the_measure_only_keeps_it(shop):
    assert shop.model.metrics["revenue"].description == "Money in."


def test_read_dbt_with_metric_in_filter_gives_inner_question(shop):
    assert shop.model.metrics["revenue_of_regulars"].filter == sql("metric(orders, customer) > 2")


def test_read_dbt_with_ratio_keeps_filter_of_the_numerator(shop):
    ratio = shop.model.metrics["revenue_per_order"].spec
    assert ratio.numerator == MetricInput(
        metric="revenue", alias="numerator", filter=sql("order.channel = 'web'")
    )
    assert ratio.denominator == MetricInput(metric="orders", alias="denominator")


def test_read_dbt_with_derived_keeps_aliases_and_offsets(shop):
    growth = shop.model.metrics["growth"].spec
    assert growth.expr == sql("(now - before) / nullif(before, 0)")
    assert growth.terms == (
        MetricInput(metric="revenue", alias="now"),
        MetricInput(metric="revenue", alias="before", offset=Window(count=1, grain="week")),
    )
    start = shop.model.metrics["since_month_start"].spec.terms[1]
    assert (start.alias, start.to_start_of) == ("at_start", "month")


def test_read_dbt_with_offset_in_custom_grain_keeps_it(shop):
    assert shop.model.metrics["sprint_ago"].spec.terms[0].offset == Window(count=1, grain="sprint")


def test_read_window_with_plural_of_custom_grain_gives_singular():
    assert read_window("2 Sprints", {"sprint"}) == Window(count=2, grain="sprint")
    assert read_window("2 Sprints", set()) == Window(count=2, grain="sprints")


def test_read_dbt_with_cumulative_measure_uses_the_metric_that_equals_it(shop):
    week = Rolling(term=MetricInput(metric="revenue", alias="metric"), window=Window(count=7, grain="day"))
    assert shop.model.metrics["revenue_7d"].spec == week
    month = ToDate(term=MetricInput(metric="revenue", alias="metric"), since="month", over_period="first")
    assert shop.model.metrics["revenue_mtd"].spec == month


def test_read_dbt_with_filled_measure_input_makes_hidden_metric(shop):
    spec = shop.model.metrics["orders_so_far"].spec
    assert (spec.term.metric, spec.window) == ("orders_every_period_filled", None)
    hidden = shop.model.metrics["orders_every_period_filled"]
    assert hidden.tags == ("hidden",)
    assert hidden.empty == Empty(is_shown=True, value=0, is_dense=False)


def test_read_dbt_with_conversion_keeps_all_of_it(shop):
    assert shop.model.metrics["signup_to_order"].spec == Conversion(
        claims="asked",
        entrants="all",
        base=MetricInput(metric="signups", alias="base"),
        conversion=MetricInput(metric="orders", alias="conversion", filter=sql("order.channel = 'web'")),
        entity="customer",
        window=Window(count=7, grain="day"),
        calculate="count",
        constant=(("country", "channel"),),
    )
    assert shop.model.metrics["signups"].tags == ("hidden",)


def test_read_dbt_with_time_coarser_than_a_day_says_the_grain(shop):
    grains = {name: metric.grain for name, metric in shop.model.metrics.items() if metric.grain}
    assert grains == {"web_revenue": "week", "budget": "month", "budget_share": "month"}


def test_read_dbt_with_filter_that_mixes_time_and_others_keeps_it_one_unit(read):
    found = read(
        """
        semantic_models:
          - name: a
            model: ref('a')
            primary_entity: p
            defaults: {agg_time_dimension: t}
            dimensions:
              - {name: t, type: time, type_params: {time_granularity: day}}
              - {name: d, type: categorical}
            measures: [{name: m, agg: sum}]
        metrics:
          - name: mixed
            type: simple
            type_params: {measure: m}
            filter: "{{ TimeDimension('metric_time', 'day') }} > '2024' and {{ Dimension('p__d') }} = 'x'"
          - name: apart
            type: simple
            type_params: {measure: m}
            filter:
              - "{{ TimeDimension('metric_time', 'day') }} > '2024'"
              - "{{ Dimension('p__d') }} = 'x'"
        """
    )
    filters = {name: metric.filter.sql() for name, metric in found.model.metrics.items()}
    assert filters == {
        "mixed": "(metric_time.day > '2024' AND p.d = 'x')",
        "apart": "metric_time.day > '2024' AND p.d = 'x'",
    }


HEAD = """
semantic_models:
  - name: a
    model: ref('a')
    primary_entity: p
    defaults: {agg_time_dimension: t}
    dimensions: [{name: t, type: time, type_params: {time_granularity: day}}]
    measures:
      - {name: m, agg: sum, create_metric: true}
      - {name: untimed, agg: sum, agg_time_dimension: nowhere}
      - {name: odd, agg: variance}
      - {name: middle, agg: median, non_additive_dimension: {name: t}}
      - {name: over, agg: percentile, agg_params: {percentile: 0}}
      - {name: none, agg: percentile}
      - {name: grouped, agg: sum, non_additive_dimension: {name: t, window_groupings: [nobody]}}
      - {name: picked, agg: sum, non_additive_dimension: {name: t, window_choice: average}}
      - {name: lost, agg: sum, non_additive_dimension: {name: nowhere}}
      - {name: unused, agg: sum}
metrics:
"""


@pytest.mark.parametrize(
    "metric,reason",
    [
        ("{type: simple, type_params: {measure: untimed}}", "a has no time dimension nowhere"),
        ("{type: simple, type_params: {measure: odd}}", "Gnomon has no aggregation 'variance'"),
        ("{type: simple, type_params: {measure: middle}}", "a snapshot cannot be put together by median"),
        ("{type: simple, type_params: {measure: over}}", "its percentile 0 does not lie between 0 and 1"),
        ("{type: simple, type_params: {measure: none}}", "a percentile needs a number between 0 and 1"),
        (
            "{type: simple, type_params: {measure: grouped}}",
            "its window groupings nobody are no entities of a",
        ),
        ("{type: simple, type_params: {measure: picked}}", "first or last point of a period, not average"),
        ("{type: simple, type_params: {measure: lost}}", "a has no time dimension nowhere"),
        ("{type: simple, type_params: {measure: nobody}}", "there is no measure nobody"),
        ("{type: simple}", "it says neither a measure nor an aggregation"),
        ("{type: simple, agg: sum, expr: x}", "its semantic model (none) is not there"),
        ("{type: simple, type_params: {measure: m}, filter: '{{ var(1) }}'}", "Unknown call 'var'"),
        ("{type: simple, type_params: {measure: m}, filter: 'a b c'}", "is no SQL"),
        (
            "{type: simple, type_params: {measure: m}, filter: \"{{ Metric('no', ['p']) }} > 1\"}",
            "it uses no,",
        ),
        ("{type: magic}", "Gnomon has no metric type 'magic'"),
        ("{type: ratio, type_params: {numerator: m}}", "a ratio needs a numerator and a denominator"),
        (
            "{type: ratio, type_params: {numerator: m, denominator: nobody}}",
            "it uses nobody, which is not there",
        ),
        ("{type: derived, type_params: {metrics: [m]}}", "needs an expression and its metrics"),
        ("{type: derived, type_params: {expr: m + m, metrics: [m, m]}}", "go by the same name"),
        ("{type: derived, type_params: {expr: m + x, metrics: [m]}}", "says x, which is none of its inputs"),
        (
            "{type: derived, expr: m, input_metrics: [{name: m, offset_window: 1d, offset_to_grain: month}]}",
            "has both offset_window and offset_to_grain",
        ),
        (
            "{type: derived, type_params: {expr: m, metrics: [{name: m, offset_window: soon}]}}",
            "is no window",
        ),
        ("{type: cumulative, type_params: {}}", "needs one metric or measure"),
        (
            "{type: cumulative, input_metric: m, window: 1 day, grain_to_date: month}",
            "a window and grain_to_date",
        ),
        ("{type: cumulative, input_metric: m, period_agg: sum}", "Gnomon has no period_agg 'sum'"),
        ("{type: conversion, base_metric: m, entity: p}", "a conversion needs an entity, a base"),
        (
            "{type: conversion, base_metric: m, conversion_metric: m, entity: p, calculation: odds}",
            "Gnomon has no calculation 'odds'",
        ),
        ("{type: simple, type_params: {measure: m}, config: {enabled: false}}", "it is switched off in dbt"),
    ],
)
def test_read_dbt_with_metric_that_cannot_be_made_says_why(read, metric, reason):
    found = read(HEAD + f"  - {{name: bad, {metric[1:]}\n")
    reasons = {note.name: note.reason for note in found.dropped if note.kind == "metric"}
    assert reason in reasons["bad"]
    assert set(found.model.metrics) == {"m"}


def test_read_dbt_with_metric_that_falls_away_drops_what_stands_on_it(read):
    found = read(
        HEAD
        + """\
  - {name: bad, type: magic}
  - {name: on_bad, type: ratio, type_params: {numerator: bad, denominator: m}}
  - {name: on_both, type: derived, type_params: {expr: on_bad, metrics: [on_bad]}}
"""
    )
    assert [n.name for n in found.dropped if n.kind == "metric"] == ["bad", "on_bad", "on_both"]


def test_read_dbt_with_measure_nobody_uses_lists_it(read):
    found = read(HEAD + "  - {name: x, type: simple, type_params: {measure: m}}\n")
    assert "unused" in [n.name for n in found.dropped if n.kind == "measure"]


def test_read_dbt_with_unknown_keys_lists_each(read):
    found = read(
        HEAD
        + """\
  - name: x
    type: simple
    datatype: number
    type_params: {measure: {name: m, colour: red}, shape: round}
    config: {group: finance, meta: {slack: "#money", owner: me}}
"""
    )
    listed = {n.name for n in found.dropped if n.kind == "setting"}
    assert listed == {
        "x.datatype", "x.m.colour", "x.type_params.shape", "x.config.group", "x.config.meta.slack",
    }  # fmt: skip


def test_read_dbt_with_metric_named_as_a_measure_but_not_simple_lists_the_measure(read):
    found = read(HEAD + "  - {name: m, type: cumulative, type_params: {measure: m}}\n")
    assert ("measure", "m") in {(n.kind, n.name) for n in found.dropped}
    assert found.model.metrics["m"].spec.term.metric == "m_rows"
