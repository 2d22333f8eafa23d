from __future__ import annotations

from math import fsum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gnomon.explain.decompose import (
    decompose_distinct,
    decompose_formula,
    decompose_quantile,
    decompose_ratio,
    decompose_sum,
)
from gnomon.explain.decompose.distinct import Membership
from gnomon.explain.decompose.ratio import Fraction

amounts = st.floats(-1e9, 1e9)
sizes = st.floats(1e-3, 1e9)
fractions = st.builds(
    lambda bottom, rate: Fraction(top=bottom * rate, bottom=bottom), st.just(0.0) | sizes, st.floats(0, 2)
)


def check_closes(found, *, scale):
    """Contributions sum to the change within 1e-9 of what moved."""
    assert found.change.amount == pytest.approx(fsum(c.amount for c in found.contributions), abs=1e-9 * scale)
    assert abs(found.remainder) <= 1e-9 * scale
    shares = [c.share for c in found.contributions if c.share is not None]
    if shares:
        total = fsum(shares) if found.basis == "net" else fsum(abs(s) for s in shares)
        assert total == pytest.approx(1)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=20))
def test_sum_closes(pairs):
    names = [f"s{i}" for i in range(len(pairs))]
    found = decompose_sum(names, [p[0] for p in pairs], [p[1] for p in pairs])
    check_closes(found, scale=1 + sum(abs(a) + abs(b) for a, b in pairs))


@given(st.lists(st.tuples(fractions, fractions), min_size=1, max_size=20))
def test_ratio_closes_without_a_rest(pairs):
    if not sum(p[0].bottom for p in pairs) or not sum(p[1].bottom for p in pairs):
        return
    names = [f"s{i}" for i in range(len(pairs))]
    check_closes(decompose_ratio(names, [p[0] for p in pairs], [p[1] for p in pairs]), scale=10)


@given(st.data())
@pytest.mark.parametrize("formula", ["a * b * c", "a * b / c", "100 * a / b", "a / b / c", "a"])
def test_lmdi_closes_and_turns_round(formula, data):
    names = [n for n in "abc" if n in formula]
    value = st.floats(1e-3, 1e3)
    before, after = ({n: data.draw(value) for n in names} for _ in range(2))
    found = decompose_formula(formula, before, after)
    assert found.method == "LMDI-I"
    scale = 1 + abs(found.change.before) + abs(found.change.after) + found.gross
    check_closes(found, scale=scale)
    back = {c.name: c.amount for c in decompose_formula(formula, after, before).contributions}
    for c in found.contributions:
        assert back[c.name] == pytest.approx(-c.amount, rel=1e-6, abs=1e-9 * scale)


@given(st.data())
@pytest.mark.parametrize(
    "formula", ["a * b - c", "(a + b) * c", "a - b", "a * a + b * c", "(a - b) * (c - a)"]
)
def test_shapley_closes_and_treats_alike_what_is_alike(formula, data):
    names = [n for n in "abc" if n in formula]
    value = st.floats(-1e3, 1e3)
    before, after = ({n: data.draw(value) for n in names} for _ in range(2))
    found = decompose_formula(formula, before, after)
    assert found.method == "Shapley, exact"
    check_closes(found, scale=1e6)
    still = decompose_formula(formula, before, before | {names[0]: after[names[0]]})
    assert all(c.amount == pytest.approx(0, abs=1e-6) for c in still.contributions if c.name != names[0])


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 15), st.sampled_from("abc")), max_size=40),
    st.lists(st.tuples(st.integers(0, 15), st.sampled_from("abc")), max_size=40),
)
def test_distinct_closes_with_overlap_as_a_row_of_its_own(before, after):
    seen = [[Membership(entity=e, segment=s) for e, s in rows] for rows in (before, after)]
    found = decompose_distinct(*seen)
    assert found.change.amount == len({e for e, _ in after}) - len({e for e, _ in before})
    check_closes(found, scale=1)
    for segment in "abc":
        own = [c for c in found.contributions if c.name == segment]
        counts = [len({e for e, s in rows if s == segment}) for rows in (before, after)]
        assert sum(c.amount for c in own) == counts[1] - counts[0]


@settings(max_examples=30)
@given(st.integers(1, 5), st.floats(0.05, 0.95), st.integers(0, 2**31))
def test_quantile_closes(count, quantile, seed):
    rng = np.random.default_rng(seed)
    names = [f"s{i}" for i in range(count)]
    before, after = ([rng.gamma(2, 1 + i, rng.integers(1, 30)) for i in range(count)] for _ in range(2))
    found = decompose_quantile(names, before, after, quantile=quantile)
    assert found.change.after == pytest.approx(np.quantile(np.concatenate(after), quantile))
    check_closes(found, scale=100)
