"""Rows missing from a part of a table are named where other tables show that they were there."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from gnomon.explain.gate import Profile, Values
from gnomon.explain.gate.slices import find_missing_slices

DAYS = tuple(date(2026, 1, 1) + timedelta(days=d) for d in range(36))
IN_QUESTION = range(35, 36)
IOS = ("os", "ios")


def draw_profile(*, ios=100.0, orphans=None, beside=100.0):
    rows = {"ios": np.full(36, 100.0), "android": np.full(36, 300.0)}
    rows["ios"][35] = ios
    stacked = np.stack(list(rows.values()))
    slices = {} if beside is None else {IOS: {"views": np.append(np.full(35, 100.0), beside)}}
    values = Values(labels=list(rows), rows=stacked, sums=stacked, counts=stacked)
    named = {} if orphans is None else {"views": np.append(np.full(35, 0.001), orphans)}
    return Profile(
        source="sessions", days=DAYS, rows=stacked.sum(axis=0), hours=np.zeros((0, 24)), values={"os": values},
        slices=slices, orphans=named,
    )  # fmt: skip


def test_slice_when_nearly_empty_here_and_full_elsewhere_then_its_rows_are_missing():
    (found,) = find_missing_slices(draw_profile(ios=10.0), IN_QUESTION)
    assert (found.rule, found.where, found.reach) == ("missing rows", (IOS,), pytest.approx(-90 / 400))


@pytest.mark.parametrize("ios, beside", [(10.0, 12.0), (60.0, 100.0), (100.0, 100.0), (10.0, None)])
def test_slice_when_other_tables_fell_too_or_it_fell_by_less_or_none_has_it_then_nothing_is_said(ios, beside):
    assert not list(find_missing_slices(draw_profile(ios=ios, beside=beside), IN_QUESTION))


def test_keys_when_named_elsewhere_and_lacking_here_then_rows_are_missing_however_few():
    (found,) = find_missing_slices(draw_profile(ios=60.0, orphans=0.1), IN_QUESTION)
    assert (found.rule, found.where, found.first) == ("missing rows", (IOS,), DAYS[35])
    assert found.reach == pytest.approx(-0.099)
    assert "lacks 9.9% of the keys that views names on 2026-02-05 where os = ios" in found.text


def test_keys_when_as_many_lack_as_ever_then_nothing_is_said():
    assert not list(find_missing_slices(draw_profile(orphans=0.02), IN_QUESTION))
