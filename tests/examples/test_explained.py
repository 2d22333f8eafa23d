"""What is written down about the examples, found and taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from gnomon.app.project import load

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def shop():
    with load(EXAMPLES / "ecommerce") as project:
        yield project


@pytest.fixture(scope="module")
def videos():
    with load(EXAMPLES / "kuairand") as project:
        yield project


def test_payment_incident_is_outside_the_usual_and_everywhere(shop):
    found = shop.explain("payment_success", period="2024-05-20..2024-06-02")
    assert found.outcome == "diffuse"
    assert found.change.after == pytest.approx(28 / 95)
    assert not found.band.holds(found.change.after)
    (split,) = found.splits
    rates = [c for c in split.explanation.contributions if c.part == "rate"]
    assert len(rates) == 3
    assert all(c.amount < 0 for c in rates)
    assert split.rate == pytest.approx(found.change.amount, rel=0.02)
    assert found.data.status != "at fault"


def test_week_before_the_payment_incident_is_as_usual(shop):
    found = shop.explain("payment_success", period="2024-05-06..2024-05-12")
    assert found.outcome == "within the usual range"


def test_checkout_bug_lies_in_the_rate_of_phones(shop):
    found = shop.explain("checkout_pass", period="2024-04-09..2024-05-09", baseline="2024-03-08..2024-04-07")
    largest = found.splits[0].explanation.contributions[0]
    assert (largest.name, largest.part) == ("mobile", "rate")
    assert largest.amount == pytest.approx(-0.119, abs=0.02)


def test_change_of_the_click_rate_is_split_into_rate_and_mix_of_feeds(videos):
    found = videos.explain(
        "click_rate", period="2022-05-02..2022-05-08", baseline="2022-04-25..2022-05-01", by=["tab"]
    )
    (split,) = found.splits
    assert split.rate < 0 < split.mix
    assert split.rate + split.mix == pytest.approx(found.change.amount, rel=1e-9)
    assert any(s.startswith("By tab: ") and "changed their size" in s for s in found.sentences)


def test_holiday_of_the_project_stands_beside_a_fall_of_plays(videos):
    found = videos.explain("plays", period="2022-05-05", baseline="previous")
    assert any(r.event.kind == "holiday" for r in found.events)
