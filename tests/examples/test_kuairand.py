"""Facts of the KuaiRand log, each computed beforehand with DuckDB and with pandas, against answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gnomon.app.project import load
from gnomon.app.run_cases import run_cases

pytestmark = pytest.mark.xdist_group("kuairand")

EXAMPLE = Path(__file__).parents[2] / "examples" / "kuairand"
SIX_DIGITS = 5e-7  # the facts were written down with six digits behind the point

DAYS = {
    "2022-04-25": (14911, 8297),
    "2022-04-26": (14530, 8121),
    "2022-04-27": (14328, 8062),
    "2022-04-28": (13972, 7807),
    "2022-04-29": (15839, 8703),
    "2022-04-30": (21204, 10129),
    "2022-05-01": (20790, 9857),
    "2022-05-02": (19554, 9541),
    "2022-05-03": (18943, 9447),
    "2022-05-04": (17600, 9028),
    "2022-05-05": (13390, 7520),
    "2022-05-06": (13834, 7695),
    "2022-05-07": (13687, 7778),
    "2022-05-08": (15747, 8511),
}
ACTIVITY = {
    "2_14_day_new": (6201, 604, 0.47702),
    "30day_retention": (227, 13, 0.462555),
    "UNKNOWN": (15, 5, 0.333333),
    "day_new": (176, 11, 0.346591),
    "full_active": (150256, 16726, 0.412875),
    "high_active": (45725, 5482, 0.484352),
    "low_active": (2681, 275, 0.568818),
    "middle_active": (22325, 1979, 0.524166),
    "single_low_active": (723, 61, 0.497925),
}
BOTH_WEEKS = "metric(plays_in_week_one, user) > 0 and metric(plays_in_week_two, user) > 0"
LOST = "metric(plays_in_week_one, user) > 0 and coalesce(metric(plays_in_week_two, user), 0) = 0"
NEW_OR_BACK = "metric(plays_in_week_two, user) > 0 and coalesce(metric(plays_in_week_one, user), 0) = 0"


@pytest.fixture(scope="module")
def kuairand():
    with load(EXAMPLE) as project:
        yield project


@pytest.fixture
def rows(kuairand):
    return lambda *args, **kwargs: kuairand.ask(*args, **kwargs).data.to_pylist()


@pytest.mark.parametrize(
    "metric, fact",
    [
        ("plays", 228329),
        ("dau", 25156),
        ("videos_watched", 6361),
        ("authors_watched", 5641),
        ("clicks", 100900),
        ("likes", 3915),
        ("follows", 304),
        ("comments", 579),
        ("forwards", 195),
        ("hates", 190),
        ("refiled_plays", 2071),
        ("plays_without_user", 0),
        ("different_plays", 228329 - 5460),
    ],
)
def test_count_in_all_is_the_fact_exactly(rows, metric, fact):
    assert rows(metric)[0][metric] == fact


@pytest.mark.parametrize(
    "metric, fact",
    [
        ("click_rate", 0.441906),
        ("long_view_rate", 0.310793),
        ("watch_hours", 1363.327307),
        ("play_seconds_p50", 4.611),
        ("play_seconds_p90", 62.3684),
        ("rewatch_share", 34254 / 228329),
        ("duplicate_share", 5460 / 228329),
        ("plays_per_user", 228329 / 25156),
    ],
)
def test_value_in_all_is_the_fact_to_its_digits(rows, metric, fact):
    assert rows(metric)[0][metric] == pytest.approx(fact, abs=SIX_DIGITS)


def test_plays_and_users_by_day_are_the_facts(rows):
    found = {r["period"].isoformat(): (r["plays"], r["dau"]) for r in rows(["plays", "dau"], grain="day")}
    assert found == DAYS


def test_users_when_asked_by_week_then_are_not_the_sum_of_days(rows):
    by_week = [r["dau"] for r in rows("dau", grain="week")]
    assert by_week == [22288, 21908]
    assert sum(users for _, users in DAYS.values()) == 120496
    assert rows("wau", grain="day", start="2022-05-08", end="2022-05-08")[0]["wau"] == 21908


def test_click_rate_in_all_is_neither_mean_of_days_nor_mean_of_users(rows):
    by_day = [r["click_rate"] for r in rows("click_rate", grain="day")]
    by_user = [r["click_rate"] for r in rows("click_rate", by="user")]
    assert sum(by_day) / len(by_day) == pytest.approx(0.440226, abs=SIX_DIGITS)
    assert sum(by_user) / len(by_user) == pytest.approx(0.467728, abs=SIX_DIGITS)
    assert rows("click_rate")[0]["click_rate"] == pytest.approx(0.441906, abs=SIX_DIGITS)


def test_click_rate_by_feed_is_the_fact(rows):
    found = rows(["plays", "click_rate"], by="tab", where="tab in (0, 1, 4)", order_by="tab")
    assert [(r["tab"], r["plays"]) for r in found] == [(0, 20254), (1, 173008), (4, 13647)]
    rates = [r["click_rate"] for r in found]
    assert rates == pytest.approx([0.085662, 0.493908, 0.596028], abs=SIX_DIGITS)


def test_activity_of_users_through_the_join_is_the_fact(rows):
    found = rows(["plays", "dau", "click_rate"], by="user.user_active_degree")
    assert {r["user.user_active_degree"]: (r["plays"], r["dau"]) for r in found} == {
        name: (plays, users) for name, (plays, users, _) in ACTIVITY.items()
    }
    for row in found:
        expected = ACTIVITY[row["user.user_active_degree"]][2]
        assert row["click_rate"] == pytest.approx(expected, abs=SIX_DIGITS)


def test_authors_through_the_join_then_each_has_a_row(rows):
    assert len(rows("plays", by="video.author")) == 5641


@pytest.mark.parametrize("where, fact", [(BOTH_WEEKS, 19040), (LOST, 3248), (NEW_OR_BACK, 2868)])
def test_growth_accounting_of_two_weeks_is_the_fact(rows, where, fact):
    assert rows("dau", where=where)[0]["dau"] == fact


@pytest.mark.parametrize("day, fact", [("2022-04-26", 3952), ("2022-05-02", 3432), ("2022-05-08", 3166)])
def test_users_of_25_april_who_are_back_on_a_day_are_the_fact(rows, day, fact):
    found = rows("dau", where="metric(plays_on_25_april, user) > 0", start=day, end=day)
    assert found[0]["dau"] == fact


def test_change_of_click_rate_when_split_by_feed_then_parts_are_the_facts(rows):
    before = {r["tab"]: r for r in rows(["plays", "clicks"], by="tab", start="2022-04-26", end="2022-04-28")}
    after = {r["tab"]: r for r in rows(["plays", "clicks"], by="tab", start="2022-05-01", end="2022-05-03")}
    within = mix = 0.0
    for tab in before.keys() | after.keys():
        s0, r0 = share_and_rate(before, tab)
        s1, r1 = share_and_rate(after, tab)
        within += (s0 + s1) / 2 * (r1 - r0)
        mix += (s1 - s0) * (r0 + r1) / 2
    assert (within, mix) == pytest.approx((0.012903, 0.011348), abs=SIX_DIGITS)
    windows = [("2022-04-26", "2022-04-28"), ("2022-05-01", "2022-05-03")]
    totals = [rows("click_rate", start=a, end=b)[0]["click_rate"] for a, b in windows]
    assert totals == pytest.approx([0.427247, 0.451499], abs=SIX_DIGITS)
    assert totals[1] - totals[0] == pytest.approx(within + mix, abs=1e-12)


def share_and_rate(slices, tab):
    whole = sum(r["plays"] for r in slices.values())
    row = slices.get(tab)
    return (0.0, 0.0) if row is None else (row["plays"] / whole, row["clicks"] / row["plays"])


def test_top_hundredth_of_videos_has_the_share_of_plays_of_the_fact(rows):
    top = rows("plays", by="video", order_by="-plays", limit=63)
    assert sum(r["plays"] for r in top) / 228329 == pytest.approx(0.173539, abs=SIX_DIGITS)


def test_plays_by_the_clock_then_lie_on_other_days_than_in_the_log(rows):
    by_clock = {r["period"]: r["plays_by_clock"] for r in rows("plays_by_clock", grain="day")}
    assert min(by_clock) == date(2022, 4, 24)
    assert sum(by_clock.values()) == 228329
    assert by_clock[date(2022, 5, 8)] != DAYS["2022-05-08"][0]


def test_last_day_is_complete_and_holds_against_the_week_before(rows):
    (row,) = rows(["plays", "dau"], grain="day", start="2022-05-08", end="2022-05-08", compare="last_week")
    assert row["plays__complete"]
    assert (row["plays"], row["plays__last_week"]) == (15747, 20790)
    assert (row["dau"], row["dau__last_week"]) == (8511, 9857)


def test_growth_accounting_of_the_second_week_is_the_facts_exactly(rows):
    asked = [
        "retained_weekly",
        "churned_weekly",
        "first_seen_weekly",
        "resurrected_weekly",
        "quick_ratio_weekly",
    ]
    (row,) = rows(asked, grain="week", start="2022-05-02", end="2022-05-08")
    assert [row[name] for name in asked] == [19040, 3248, 2868, 0, pytest.approx(2868 / 3248)]
    assert row["churned_weekly__complete"]


def test_every_oracle_case_agrees_with_its_plain_sql(kuairand):
    results = run_cases(kuairand)
    assert len(results) >= 35
    assert [(r.name, r.text) for r in results if not r.is_passed] == []
