"""Pictures of an explanation: what they show, and that they can be drawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gnomon.base.errors import DataError
from gnomon.records.explanation import Change, Contribution, Explanation
from gnomon.records.investigation import DataVerdict, Investigation, Period, Split, Story
from gnomon.records.localisation import Segment
from gnomon.report.figures import figure_svg, heat_figure, stories_figure, waterfall_figure

LAST = date(2026, 2, 1)
CHANGE = Change(name="plays", before=100.0, after=70.0)
PARTS = tuple(
    Contribution(name=name, part="amount", amount=amount, share=None, before=50.0, after=50.0 + amount)
    for name, amount in (("DE", -40.0), ("FR", 12.0), ("IT", -2.0))
)
SEGMENT = Segment(
    where=(("country", "DE"),), cells=4, expected=50.0, actual=10.0, shift=-0.8, effect=-40.0, low=-45.0, high=-35.0,
    share=1.3, without=110.0, pvalue=1e-6,
)  # fmt: skip
DAYS = tuple(LAST - timedelta(days=back) for back in range(20, -1, -1))
STORY = Story(
    segment=SEGMENT, days=DAYS, values=(*[50.0] * 18, 10.0, 9.0, 10.0), expected=(None,) * 7 + (50.0,) * 14,
    onset=DAYS[18],
)  # fmt: skip
FOUND = Investigation(
    metric="plays", label="Plays", period=Period(start=LAST, end=LAST), baseline="expected", change=CHANGE,
    outcome="localised", data=DataVerdict(status="sound"), stories=(STORY,),
    splits=(
        Split(
            dimension="country",
            explanation=Explanation(
                change=CHANGE, contributions=PARTS, remainder=0.0, basis="net", method="difference", assumptions=(),
                remarks=(),
            ),
        ),
    ),
)  # fmt: skip


def test_waterfall_goes_from_before_to_after_without_a_gap():
    rows = waterfall_figure(FOUND, "country")["datasets"]["rows"]
    assert [row["name"] for row in rows] == ["before", "DE", "FR", "IT", "after"]
    steps = rows[1:-1]
    assert steps[0]["a"] == 100.0
    assert [row["b"] for row in steps] == [60.0, 72.0, 70.0]
    assert rows[-1]["b"] == 70.0


@pytest.mark.parametrize("width", [960, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_are_drawn(width, theme):
    for spec in (
        waterfall_figure(FOUND, "country", width=width, theme=theme),
        stories_figure(FOUND, width=width, theme=theme),
        heat_figure(FOUND, width=width, theme=theme),
    ):
        assert figure_svg(spec).startswith("<svg")


def test_heat_map_has_a_cell_for_each_day_that_can_be_judged():
    assert len(heat_figure(FOUND)["datasets"]["cells"]) == 14


def test_split_that_was_not_made_is_refused():
    with pytest.raises(DataError, match="there are: country"):
        waterfall_figure(FOUND, "os")


def test_nothing_to_draw_is_refused():
    calm = Investigation(
        metric="plays", label="Plays", period=Period(start=LAST, end=LAST), baseline="expected", change=CHANGE,
        outcome="diffuse", data=DataVerdict(status="sound"),
    )  # fmt: skip
    for draw in (stories_figure, heat_figure):
        with pytest.raises(DataError):
            draw(calm)
