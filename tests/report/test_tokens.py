from __future__ import annotations

import pytest

from gnomon.report.tokens import THEMES, css_variables, recolour_rules


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "panel", "wash"])
@pytest.mark.parametrize("text", ["ink", "soft", "accent", "alert"])
def test_themes_when_text_stands_on_a_ground_then_contrast_is_enough(theme, ground, text):
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes_when_marks_stand_on_paper_then_contrast_is_enough(theme):
    assert contrast(THEMES[theme]["ghost"], THEMES[theme]["paper"]) >= 3


def test_themes_when_compared_then_have_the_same_names_and_no_colour_twice():
    assert THEMES["light"].keys() == THEMES["dark"].keys()
    assert len(set(THEMES["light"].values())) == len(THEMES["light"])


def test_recolour_rules_when_written_then_cover_every_colour():
    rules = recolour_rules(".x")
    assert rules.count("\n") + 1 == 2 * len(THEMES["light"])
    assert all(colour in css_variables(THEMES["light"]) for colour in THEMES["light"].values())
