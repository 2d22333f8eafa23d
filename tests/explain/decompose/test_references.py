from __future__ import annotations

from itertools import pairwise
from math import log
from pathlib import Path

import duckdb
import numpy as np
import pytest

import gnomon
from gnomon.base.errors import DataError, QuestionError, UnknownNameError
from gnomon.explain.decompose import (
    decompose_distinct,
    decompose_formula,
    decompose_quantile,
    decompose_ratio,
)
from gnomon.explain.decompose.distinct import Membership
from gnomon.explain.decompose.ratio import Fraction

EVENTS = Path(__file__).parents[3] / "examples" / "kuairand" / "data" / "events.parquet"


def seen(*pairs):
    return [Membership(entity=e, segment=s) for e, s in pairs]


def amounts(found):
    return {(c.name, c.part): c.amount for c in found.contributions}


def test_click_rate_of_the_short_video_log_splits_into_feeds_and_mix():
    """26-28 April against 1-3 May by tab; both parts were worked out beforehand from sums by tab."""
    table = duckdb.sql(f"""
        select tab,
               count(*) filter (event_date <= date '2022-04-28') as plays_before,
               sum(is_click) filter (event_date <= date '2022-04-28') as clicks_before,
               count(*) filter (event_date >= date '2022-05-01') as plays_after,
               sum(is_click) filter (event_date >= date '2022-05-01') as clicks_after
        from (select tab, is_click::int as is_click, event_date::date as event_date from '{EVENTS}')
        where event_date between date '2022-04-26' and date '2022-04-28'
           or event_date between date '2022-05-01' and date '2022-05-03'
        group by tab
    """).to_arrow_table()
    filled = {name: table.column(name).fill_null(0) for name in table.column_names if name != "tab"}
    found = gnomon.decompose(
        {"tab": table.column("tab").to_pylist()} | {k: v.to_pylist() for k, v in filled.items()},
        "tab",
        before=("clicks_before", "plays_before"),
        after=("clicks_after", "plays_after"),
    )
    assert found.change.before == pytest.approx(0.427247, abs=5e-7)
    assert found.change.after == pytest.approx(0.451499, abs=5e-7)
    parts = {p: sum(c.amount for c in found.contributions if c.part == p) for p in ("rate", "mix")}
    assert parts["rate"] == pytest.approx(0.012903, abs=1e-6)
    assert parts["mix"] == pytest.approx(0.011348, abs=1e-6)
    assert abs(found.remainder) < 1e-12


def test_lmdi_when_worked_by_hand_then_each_factor_is_the_same():
    """20 -> 36: mean 16 / ln 1.8 = 27.2208; factors ln 1.2 and ln 1.5 of it."""
    found = decompose_formula("users * minutes", {"users": 10, "minutes": 2}, {"users": 12, "minutes": 3})
    mean = 16 / log(1.8)
    assert amounts(found) == pytest.approx(
        {("users", "factor"): mean * log(1.2), ("minutes", "factor"): mean * log(1.5)}
    )


def test_lmdi_when_a_constant_scales_the_formula_then_it_scales_the_parts():
    before, after = {"clicks": 30.0, "plays": 100.0}, {"clicks": 50.0, "plays": 125.0}
    plain = amounts(decompose_formula("clicks / plays", before, after))
    percent = amounts(decompose_formula("100 * clicks / plays", before, after))
    assert percent == pytest.approx({k: 100 * v for k, v in plain.items()})


def test_shapley_when_worked_by_hand_then_each_input_is_the_same():
    """(2, 5, 1) -> (3, 7, 4): a*b changes by 11 (6 for a, 5 for b: means over both orders), c takes 3 off."""
    found = decompose_formula("a * b - c", {"a": 2, "b": 5, "c": 1}, {"a": 3, "b": 7, "c": 4})
    assert amounts(found) == pytest.approx({("a", "factor"): 6, ("b", "factor"): 5, ("c", "factor"): -3})


def test_shapley_when_an_input_was_zero_then_the_product_is_still_taken_apart():
    found = decompose_formula("users * minutes", {"users": 0, "minutes": 2}, {"users": 10, "minutes": 3})
    assert found.method == "Shapley, exact"
    assert amounts(found) == pytest.approx({("users", "factor"): 25, ("minutes", "factor"): 5})


def test_shapley_when_there_are_many_inputs_then_it_is_sampled_and_says_how_sure_it_is():
    names = [f"x{i}" for i in range(10)]
    rng = np.random.default_rng(0)
    before, after = ({n: rng.normal() for n in names} for _ in range(2))
    text = " + ".join(f"{a} * {b}" for a, b in pairwise(names))
    found = decompose_formula(text, before, after, rng=rng)
    assert found.method == "Shapley, sampled"
    assert abs(found.remainder) < 1e-9
    assert max(c.error for c in found.contributions) > 0
    exact = {}  # of products of neighbours: each gets the mean over both orders
    for a, b in pairwise(names):
        for one, other in ((a, b), (b, a)):
            step = (after[one] - before[one]) * (before[other] + after[other]) / 2
            exact[one] = exact.get(one, 0) + step
    for c in found.contributions:
        assert c.amount == pytest.approx(exact[c.name], abs=4 * c.error + 1e-9)


def test_ratio_when_worked_by_hand_then_rate_and_mix_are_the_same():
    """Weights 0.8, 0.2 -> 0.5, 0.5; rates 0.1, 0.5 -> 0.2, 0.6; totals 0.18 -> 0.4, so R = 0.29."""
    before = [Fraction(top=8, bottom=80), Fraction(top=10, bottom=20)]
    after = [Fraction(top=10, bottom=50), Fraction(top=30, bottom=50)]
    assert amounts(decompose_ratio(["a", "b"], before, after)) == pytest.approx(
        {("a", "rate"): 0.065, ("b", "rate"): 0.035, ("a", "mix"): 0.042, ("b", "mix"): 0.078}
    )


def test_ratio_when_all_segments_fall_and_the_total_rises_then_the_paradox_is_said():
    """Admissions of two departments: both lower, together higher."""
    before = [Fraction(top=80, bottom=100), Fraction(top=180, bottom=900)]
    after = [Fraction(top=675, bottom=900), Fraction(top=15, bottom=100)]
    found = decompose_ratio(["easy", "hard"], before, after)
    assert any(r.startswith("Simpson's paradox: the rate fell in 2 of 2") for r in found.remarks)
    plain = decompose_ratio(["easy", "hard"], before, [Fraction(top=90, bottom=100), after[1]])
    assert not any("Simpson" in r for r in plain.remarks)


def test_sum_when_movements_cancel_then_shares_are_of_all_movement_and_it_is_said():
    found = gnomon.decompose(
        {"c": ["DE", "FR"], "a": [500, 500], "b": [900, 105]}, "c", before="a", after="b"
    )
    assert found.basis == "gross"
    assert [round(c.share, 3) for c in found.contributions] == [0.503, -0.497]
    assert found.remarks[0].startswith("Movements cancel: DE 400 and FR -395")


def test_distinct_when_worked_by_hand_then_flows_and_overlap_are_the_same():
    before = seen((1, "ios"), (2, "ios"), (3, "web"), (3, "ios"))
    after = seen((1, "web"), (3, "web"), (4, "web"), (5, "ios"))
    found = decompose_distinct(before, after)
    assert found.change.amount == 1
    assert amounts(found) == {
        ("ios", "gained"): 1,
        ("ios", "lost"): -1,
        ("ios", "moved"): -2,
        ("web", "gained"): 1,
        ("web", "moved"): 1,
        ("overlap", "overlap"): 1,
    }
    assert "exceed the total by 1 before and 0 after" in found.remarks[0]


def test_quantile_when_only_one_segment_slows_then_it_carries_the_change():
    rng = np.random.default_rng(1)
    calm, slow = rng.gamma(2, 100, 500), rng.gamma(2, 300, 500)
    found = decompose_quantile(["ios", "web"], [calm, calm], [calm, slow], quantile=0.95)
    assert found.contributions[0].name == "web"
    assert found.contributions[0].share == pytest.approx(1)


@pytest.mark.parametrize(
    "text", ["a ** 2", "f(a)", "a if b else c", "__import__('os')", "3 + 4", "", "a[0]", "(" * 900]
)
def test_formula_when_it_is_not_plain_arithmetic_then_it_is_refused(text):
    with pytest.raises(QuestionError, match="ASK-291"):
        decompose_formula(text, {"a": 1}, {"a": 2})


def test_change_when_values_are_missing_or_impossible_then_the_error_says_which():
    with pytest.raises(UnknownNameError, match="Did you mean users"):
        decompose_formula("usrs * 2", {"users": 1}, {"users": 2})
    with pytest.raises(DataError, match="divides by 0 at"):
        decompose_formula("a / b", {"a": 1, "b": 0}, {"a": 1, "b": 2})
    with pytest.raises(DataError, match="1 values are missing or infinite"):
        gnomon.decompose({"c": ["DE"], "a": [None], "b": [1]}, "c", before="a", after="b")
    with pytest.raises(DataError, match="without a denominator"):
        decompose_ratio(
            ["a", "b"],
            [Fraction(top=1, bottom=0), Fraction(top=1, bottom=2)],
            [Fraction(top=1, bottom=1)] * 2,
        )
