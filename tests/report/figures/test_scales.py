from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gnomon.report.figures.scales import choose_scale, spread_apart

NUMBERS = st.floats(min_value=-1e12, max_value=1e12).filter(lambda v: v == 0 or abs(v) > 1e-9)


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_choose_scale_when_given_any_values_then_holds_them_with_few_ticks(values):
    scale = choose_scale(values)
    assert scale.low <= min(values) <= max(values) <= scale.high
    assert scale.low < scale.high
    assert 1 <= len(scale.ticks) <= 5
    assert list(scale.ticks) == sorted(set(scale.ticks))


@given(
    st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=1, max_size=6),
    st.floats(min_value=0.1, max_value=100),
)
def test_spread_apart_when_given_any_places_then_keeps_order_and_distance(places, gap):
    moved = spread_apart(places, gap)
    ranked = [m for _, m in sorted(zip(places, moved, strict=True))]
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(ranked))
    assert math.isclose(sum(moved), sum(places), abs_tol=1e-3)
