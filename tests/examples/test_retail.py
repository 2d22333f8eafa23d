"""Facts of the shop's invoices, each computed beforehand with DuckDB and with pandas, against answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gnomon.app.project import load

pytestmark = pytest.mark.xdist_group("retail")

EXAMPLE = Path(__file__).parents[2] / "examples" / "retail"
SIX_DIGITS = 5e-7  # the facts were written down with six digits behind the point
TWO_DIGITS = 5e-3
OF_DECEMBER = "metric(sales_of_december, customer) > 0"


@pytest.fixture(scope="module")
def retail():
    with load(EXAMPLE) as project:
        yield project


@pytest.fixture
def rows(retail):
    return lambda *args, **kwargs: retail.ask(*args, **kwargs).data.to_pylist()


@pytest.mark.parametrize(
    "metric, fact",
    [
        ("lines", 541909),
        ("invoices", 25900),
        ("customers", 4372),
        ("countries", 38),
        ("lines_without_customer", 135080),
        ("cancellation_lines", 9288),
    ],
)
def test_count_in_all_is_the_fact_exactly(rows, metric, fact):
    assert rows(metric)[0][metric] == fact


def test_net_revenue_in_all_is_the_fact_to_its_digits(rows):
    assert rows("net_revenue")[0]["net_revenue"] == pytest.approx(9747747.934003, abs=10 * SIX_DIGITS)


def test_net_revenue_of_the_three_largest_countries_is_the_fact(rows):
    found = rows("net_revenue", by="country", order_by="-net_revenue", limit=3)
    assert [r["country"] for r in found] == ["United Kingdom", "Netherlands", "EIRE"]
    assert [r["net_revenue"] for r in found] == pytest.approx(
        [8187806.36, 284661.54, 263276.82], abs=TWO_DIGITS
    )


@pytest.mark.parametrize(
    "month, fact",
    [("2010-12", 885), ("2011-01", 324), ("2011-02", 286), ("2011-03", 340), ("2011-11", 445)],
)
def test_customers_of_december_who_buy_in_a_month_are_the_fact(rows, month, fact):
    found = rows("buyers", where=OF_DECEMBER, grain="month", start=f"{month}-01", end=f"{month}-01")
    assert [(r["period"], r["buyers"]) for r in found] == [(date.fromisoformat(f"{month}-01"), fact)]


def test_last_month_and_week_are_not_over(rows):
    by_month = rows("net_revenue", grain="month")
    assert [r["net_revenue__complete"] for r in by_month[-2:]] == [True, False]
    by_week = rows("net_revenue", grain="week")
    assert (by_week[-2]["period"], by_week[-2]["net_revenue__complete"]) == (date(2011, 11, 28), True)
    assert not by_week[-1]["net_revenue__complete"]


def test_week_without_trade_is_a_zero_and_its_ratios_are_unknown(rows):
    (row,) = rows(
        ["net_revenue", "orders", "order_value"], grain="week", start="2010-12-27", end="2010-12-27"
    )
    assert (row["net_revenue"], row["orders"], row["order_value"]) == (0, 0, None)


def test_quarter_of_lines_without_a_customer_is_left_out_of_orders_per_buyer(rows):
    (row,) = rows(["orders_per_buyer", "buyers", "orders"])
    assert row["orders_per_buyer"] * row["buyers"] < row["orders"]


def test_order_that_was_cancelled_at_once_is_gross_and_not_net(rows):
    day = {"start": "2011-12-09", "end": "2011-12-09", "grain": "day"}
    (row,) = rows(["gross_revenue", "cancelled_value", "net_revenue"], **day)
    assert row["cancelled_value"] > 168469
    assert row["net_revenue"] == pytest.approx(row["gross_revenue"] - row["cancelled_value"])
