from __future__ import annotations

import numpy as np
import pytest

from gnomon.explain.localise.cuboids import build_lattice
from gnomon.explain.localise.grouping import group_columns
from gnomon.explain.localise.variance import fit_noise


def draw_cells(rng, sizes, count):
    codes = np.unique(np.stack([rng.integers(0, s, count) for s in sizes]), axis=1).astype(np.int32)
    return tuple(codes)


@pytest.mark.parametrize("sizes", [(4,), (3, 5), (2, 3, 4, 5), (1000, 2, 700)])
def test_roll_when_compared_with_plain_sums_then_every_group_is_the_same(sizes):
    rng = np.random.default_rng(5)
    codes = draw_cells(rng, sizes, 500)
    values = rng.normal(size=len(codes[0]))
    lattice = build_lattice(codes, sizes)
    rolled = lattice.roll(values)
    assert len(lattice.cuboids) == 2 ** len(sizes) - 1
    for group in rng.integers(0, lattice.size, 60):
        inside = lattice.mask(lattice.find_element(int(group)))
        assert rolled[group] == pytest.approx(values[inside].sum())


def test_lattice_when_combinations_are_too_many_then_deep_ones_are_left_out():
    rng = np.random.default_rng(6)
    sizes = (1_000_000,) * 8
    codes = tuple(rng.permutation(600_000).astype(np.int32) for _ in sizes)
    lattice = build_lattice(codes, sizes)
    assert lattice.left_out > 200
    assert {c.depth for c in lattice.cuboids} == {1, 8}


def test_grouping_when_keys_would_overflow_then_rows_are_still_told_apart():
    rng = np.random.default_rng(7)
    sizes = (2**30,) * 4
    columns = [rng.integers(0, s, 200).astype(np.int32) for s in sizes]
    doubled = [np.concatenate([c, c]) for c in columns]
    groups = group_columns(doubled, sizes)
    assert len(groups.first) == 200
    assert (groups.inverse[:200] == groups.inverse[200:]).all()


def test_noise_when_actual_values_repeat_then_bins_do_not_sort_cells_by_their_noise():
    rng = np.random.default_rng(8)
    actual = np.ones(10_000)
    mean = actual * (1 + rng.normal(0, 0.08, len(actual)))
    noise = fit_noise(mean, actual - mean, least_scatter=0.0)
    assert noise.variance(np.ones(1))[0] == pytest.approx(0.08**2, rel=0.5)
