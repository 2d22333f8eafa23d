"""Facts of the web shop's log, each computed beforehand with DuckDB and with pandas, against answers."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from gnomon.app.project import load
from gnomon.define.load import load_model

pytestmark = pytest.mark.xdist_group("ecommerce")

EXAMPLE = Path(__file__).parents[2] / "examples" / "ecommerce"
IN_BUG = {"start": "2024-04-09", "end": "2024-05-09"}
OUT_OF_BUG = "not (happened_at >= '2024-04-09' and happened_at < '2024-05-10')"
SHIPPED = "metric(shipping_pages, session) > 0"
PAID = "metric(payment_pages, session) > 0"
IN_ORDER = "metric(last_carted, session) >= metric(first_viewed, session)"
WEEKS = {"05-13": (33, 27), "05-20": (46, 13), "05-27": (49, 15), "06-03": (46, 26), "06-10": (49, 44)}


@pytest.fixture(scope="module")
def shop():
    with load(EXAMPLE) as project:
        yield project


@pytest.fixture
def rows(shop):
    return lambda *args, **kwargs: shop.ask(*args, **kwargs).data.to_pylist()


@pytest.fixture(scope="module")
def demo():
    with as_file(files("gnomon.app") / "demo_data") as folder:
        yield load_model(folder)


@pytest.mark.parametrize("metric, fact", [("events", 31106), ("visitors", 600), ("visits", 3605)])
def test_count_in_all_is_the_fact_exactly(rows, metric, fact):
    assert rows(metric)[0][metric] == fact


def test_first_and_last_event_are_the_facts(rows):
    (row,) = rows(["first_moment", "last_moment"])
    assert [row["first_moment"], row["last_moment"]] == [1704368738, 1719698560]


def test_visits_that_reach_each_step_in_order_are_the_facts(rows):
    steps = ["visits_viewed", "visits_carted", "visits_shipped", "visits_paid", "visits_bought"]
    (row,) = rows(steps)
    assert [row[step] for step in steps] == [2868, 944, 418, 165, 44]
    assert rows("walk_to_purchase")[0]["walk_to_purchase"] == pytest.approx(44 / 2868)


def test_first_two_steps_in_order_when_asked_of_moments_are_the_facts(rows):
    assert rows("viewing_visits")[0]["viewing_visits"] == 2868
    assert rows("viewing_visits", where=IN_ORDER)[0]["viewing_visits"] == 944


def test_visits_of_the_payment_incident_are_the_facts(rows):
    asked = ["paying_visits", "erring_visits", "buying_visits"]
    (row,) = rows(asked, where=PAID, start="2024-05-19", end="2024-06-07")
    assert [row[m] for m in asked] == [130, 90, 46]


def test_weeks_around_the_payment_incident_are_the_facts(rows):
    found = rows(
        ["paying_visits", "buying_visits"], where=PAID, grain="week", start="2024-05-13", end="2024-06-16"
    )
    assert {r["period"].strftime("%m-%d"): (r["paying_visits"], r["buying_visits"]) for r in found} == WEEKS
    shares = [
        r["payment_success"]
        for r in rows("payment_success", start="2024-05-13", end="2024-06-16", grain="week")
    ]
    assert shares == pytest.approx([bought / paid for paid, bought in WEEKS.values()])


@pytest.mark.parametrize(
    "window, where, phones, others",
    [
        (IN_BUG, SHIPPED, (60, 22), (149, 119)),
        ({}, f"{SHIPPED} and {OUT_OF_BUG}", (201, 155), (388, 336)),
    ],
)
def test_visits_from_shipping_to_payment_are_the_facts(rows, window, where, phones, others):
    found = rows(["shipping_visits", "paying_visits"], by="is_mobile", where=where, **window)
    assert {r["is_mobile"]: (r["shipping_visits"], r["paying_visits"]) for r in found} == {
        True: phones,
        False: others,
    }


def test_checkout_bugs_are_on_phones_alone(rows):
    assert [(r["platform"], r["checkout_bugs"]) for r in rows("checkout_bugs", by="platform")] == [
        ("mobile", 44)
    ]


@pytest.mark.parametrize(
    "start, end, fact", [("2024-02-29", "2024-03-03", 19), ("2024-02-22", "2024-02-25", 16)]
)
def test_organic_visits_of_the_viral_article_are_the_facts(rows, start, end, fact):
    assert rows("organic_visits", start=start, end=end)[0]["organic_visits"] == fact


def test_new_people_buy_less_than_loyal_ones_and_january_differs_from_april(rows):
    share = {r["lifecycle"]: r["buying_share"] for r in rows("buying_share", by="lifecycle")}
    assert share["new"] < 0.5 * share["loyal"]
    pages = {r["cohort"]: r["pages_per_visit"] for r in rows("pages_per_visit", by="cohort")}
    assert 0 < pages["2024-01"] - pages["2024-04"] < 0.5


def test_definitions_of_the_wheels_demo_are_a_part_of_the_example(shop, demo):
    ours = shop.model
    assert [m for m in demo.metrics if ours.metrics.get(m) != demo.metrics[m]] == []
    assert dict(ours.goals) == dict(demo.goals)
    assert [d for d in demo.drivers if d not in ours.drivers] == []
    asked = {c.name: (c.sql, c.question, c.tolerance) for c in ours.cases}
    assert [c.name for c in demo.cases if asked.get(c.name) != (c.sql, c.question, c.tolerance)] == []


def test_source_of_the_wheels_demo_is_that_of_the_example(shop, demo):
    ours, theirs = shop.model.sources["events"], demo.sources["events"]
    assert ours.entities == theirs.entities
    assert [d for d in theirs.dimensions if d not in ours.dimensions] == []
    for name in ("events.parquet", "LICENSE", "NOTICE"):
        assert (EXAMPLE / "data" / name).read_bytes() == (demo.root / "data" / name).read_bytes()
