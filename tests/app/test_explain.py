from __future__ import annotations

from datetime import timedelta
from itertools import product

import numpy as np
import pytest

from gnomon.base.errors import QuestionError, UnknownNameError
from tests.app.explain_world import DAYS, LAST, START, draw_plays, keep, write_project


def where(frame, **values):
    mask = np.ones(len(frame["day"]), bool)
    for name, value in values.items():
        mask &= frame[name] == value
    return mask


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    frame, _ = draw_plays()
    with write_project(tmp_path_factory.mktemp("quiet"), frame) as project:
        yield project


@pytest.fixture(scope="module")
def fallen(tmp_path_factory):
    """Most plays on the web in Brazil are gone in the last five days."""
    frame, rng = draw_plays()
    gone = (
        where(frame, country="BR", system="web")
        & (frame["day"] >= DAYS - 5)
        & (rng.random(len(frame["day"])) < 0.95)
    )
    with write_project(tmp_path_factory.mktemp("fallen"), keep(frame, ~gone)) as project:
        yield project


def close(explanation):
    summed = sum(c.amount for c in explanation.contributions) + explanation.remainder
    assert summed == pytest.approx(explanation.change.amount, rel=1e-9, abs=1e-9)


def test_segment_that_fell_is_named_first(fallen):
    found = fallen.explain("plays", period=LAST - timedelta(days=4))
    assert [s.name for s in found.segments] == ["country = BR, system = web"]


def test_several_days_are_one_period(fallen):
    found = fallen.explain("plays", period=(LAST - timedelta(days=4), LAST))
    assert found.outcome == "localised"
    assert found.segments[0].name == "country = BR, system = web"
    assert not found.band.holds(found.change.after)


@pytest.mark.parametrize("metric", ["plays", "watch_time", "users", "mean_watch", "finish_rate"])
@pytest.mark.parametrize("baseline", ["expected", "previous", "last_week"])
def test_contributions_sum_to_the_change(fallen, metric, baseline):
    found = fallen.explain(metric, period=LAST, baseline=baseline)
    assert found.splits
    for split in found.splits:
        close(split.explanation)
        assert abs(split.explanation.remainder) <= 1e-3 * abs(split.explanation.change.amount)


def test_distinct_counts_state_their_overlap(fallen):
    found = fallen.explain("users", period=LAST, baseline="last_week", by=["country"])
    assert found.splits[0].explanation.method == "difference by segment, less overlap"
    assert "overlap" in {c.name for c in found.splits[0].explanation.contributions}


def test_quiet_day_is_within_the_usual_range(quiet):
    outcomes = [quiet.explain("plays", period=LAST - timedelta(days=back)).outcome for back in range(6)]
    assert outcomes.count("within the usual range") >= 5


def test_formula_of_the_tree_sums_to_the_change(fallen):
    found = fallen.explain("plays_by_tree", period=LAST, baseline="previous")
    assert {c.name for c in found.drivers.contributions} == {"users", "per_user"}
    close(found.drivers)


def test_value_given_by_the_caller_is_the_baseline(fallen):
    found = fallen.explain("plays", period=LAST, expected=1000.0)
    assert found.change.before == 1000.0
    for split in found.splits:
        close(split.explanation)


@pytest.mark.parametrize("period, text", [(START, "baseline"), ("2025-12-24", "Rows begin")])
def test_period_without_a_past_is_not_enough_data(quiet, period, text):
    found = quiet.explain("plays", period=period)
    assert found.outcome == "not enough data"
    assert text in found.sentences[0]


@pytest.mark.parametrize(
    "arguments, code",
    [
        ({"period": "soon"}, "ASK-330"),
        ({"period": "2026-02-02..2026-02-01"}, "ASK-331"),
        ({"period": "2026-02-01", "baseline": "2026-02-01..2026-02-02"}, "ASK-332"),
        ({"period": "2026-02-01", "baseline": "lastweek"}, "ASK-333"),
    ],
)
def test_bad_questions_are_refused(quiet, arguments, code):
    with pytest.raises(QuestionError) as raised:
        quiet.explain("plays", **arguments)
    assert raised.value.code == code


def test_unknown_metric_is_refused_with_the_nearest(quiet):
    with pytest.raises(UnknownNameError, match="plays"):
        quiet.explain("play", period=LAST)


def test_week_and_month_are_periods(quiet):
    for period, metric in product(("2026-W08", "2026-02"), ("plays", "finish_rate")):
        found = quiet.explain(metric, period=period, baseline="previous")
        assert np.isfinite(found.change.amount)
