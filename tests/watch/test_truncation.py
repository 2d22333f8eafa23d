from __future__ import annotations

import numpy as np
import pytest

from gnomon.watch.grains import read_grain
from gnomon.watch.habits import LongPlaces
from gnomon.watch.replay import replay
from tests.watch.bed import draw_bed

FIELDS = ("nats", "score", "expected", "low", "high", "lead", "accepted")


def make_inputs(seed, grain, series=12):
    """Series with every feature at once: faults, gaps, holidays, late starts, repeats, month and year."""
    bed = draw_bed(seed, grain=grain, series=2 * series)
    rng = np.random.default_rng(seed)
    shares = np.isfinite(bed.n).any(axis=0)
    days = np.broadcast_to(18_993 + np.arange(len(bed.values))[:, None], bed.values.shape)
    values = bed.values.copy()
    values[rng.random(values.shape) < 0.01] = np.nan
    values[: int(rng.integers(10, 60)), 1] = np.nan
    values[200:215, 2] = values[200, 2]
    for rows, n in ((shares, bed.n[:, shares]), (~shares, None)):
        places = LongPlaces.of_days(days[:, rows]) if grain == "day" else None
        yield values[:, rows], {"n": n, "kinds": bed.kinds[:, rows], "places": places}


def cut(found, end):
    if found is None:
        return None
    if isinstance(found, LongPlaces):
        return LongPlaces(month=found.month[:end], week=found.week[:end])
    return found[:end]


@pytest.mark.parametrize("grain", ["day", "hour"])
def test_verdicts_when_later_buckets_are_cut_off_then_stay_the_same(grain):
    rhythm = read_grain(grain).rhythm
    rng = np.random.default_rng(11)
    for values, options in make_inputs(11, grain):
        whole = replay(values, rhythm, **options)
        for end in rng.integers(rhythm.warm + 1, len(values), 3 if grain == "day" else 1):
            part = replay(values[:end], rhythm, **{name: cut(o, end) for name, o in options.items()})
            for name in FIELDS:
                np.testing.assert_array_equal(getattr(whole, name)[:end], getattr(part, name), err_msg=name)


def test_verdicts_when_later_buckets_are_changed_then_stay_the_same():
    rhythm = read_grain("day").rhythm
    for values, options in make_inputs(13, "day"):
        end = len(values) * 3 // 4
        changed = values.copy()
        changed[end:] = np.where(np.isnan(values[end:]), 0.5, np.nan)
        one, other = replay(values, rhythm, **options), replay(changed, rhythm, **options)
        for name in FIELDS:
            np.testing.assert_array_equal(getattr(one, name)[:end], getattr(other, name)[:end], err_msg=name)


def test_verdicts_of_a_series_when_others_are_beside_it_then_stay_the_same():
    rhythm = read_grain("day").rhythm
    for values, options in make_inputs(14, "day"):
        whole = replay(values, rhythm, **options)
        alone = replay(values[:, :1], rhythm, **{name: narrow(o) for name, o in options.items()})
        np.testing.assert_allclose(whole.nats[:, :1], alone.nats, rtol=1e-5)


def narrow(found):
    if found is None:
        return None
    if isinstance(found, LongPlaces):
        return LongPlaces(month=found.month[:, :1], week=found.week[:, :1])
    return found[:, :1]


@pytest.mark.parametrize("factor", [0.001, 37.7, 1e6])
def test_verdicts_when_the_unit_changes_then_stay(factor):
    bed = draw_bed(15, series=24)
    values = bed.values[:, bed.families == "value"]
    one, other = (replay(v, read_grain("day").rhythm, has_bands=False) for v in (values, values * factor))
    np.testing.assert_allclose(one.nats, other.nats, rtol=2e-2, atol=2e-2)
