from __future__ import annotations

import pytest

from tests.explain.localise.score import score_set

SEEDS = range(2000, 2010)


@pytest.mark.parametrize(
    "name, least",
    [
        ("Z", 0.9),
        ("RZ", 0.85),
        ("M", 0.9),
        ("C", 0.7),
        ("S", 0.6),
        ("L", 0.85),
        ("R", 0.7),
        ("B", 0.85),
        ("V", 0.6),
    ],
)
def test_segments_of_drawn_causes_are_found(name, least):
    score = score_set(name, SEEDS[:3] if name == "C" else SEEDS)
    assert score.f1 >= least
    assert score.seconds < 1


def test_nothing_is_named_when_nothing_is_localised():
    assert score_set("N", range(2000, 2020)).silent >= 0.95


def test_mix_is_called_mix():
    assert score_set("RZ", SEEDS).mix == 1
