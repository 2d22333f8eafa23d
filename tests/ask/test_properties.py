"""What must hold of any question, whatever the numbers are."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gnomon.base.errors import QuestionError

# Every example asks several questions; the first ones also open the project.
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])

FIRST, LAST = date(2024, 1, 28), date(2024, 4, 1)
OF_PLAYS = [
    "plays", "plays_timed", "plays_absent", "liked_plays", "eu_plays", "pro_plays", "music_plays", "watch",
    "watch_unknown", "watch_sparse", "seconds_average", "seconds_min", "seconds_max", "seconds_median",
    "seconds_p90", "viewers", "tabs", "like_rate", "feed_like_rate", "eu_like_rate", "nothing_rate",
    "watch_hours", "like_points", "wau", "watch_7d", "watch_7d_mean", "plays_so_far", "median_3d", "plays_mtd",
    "viewers_mtd", "likes_per_thousand", "like_free",
    "sticky_7", "sticky_feed",
    "plays_per_user", "likes_per_user", "active_liker_share", "videos_per_user", "creator_gini", "seconds_top",
    "sittings", "sitting_length", "liked_sittings", "feed_sitting_share",
    "wau_share", "week_growth", "since_month_start", "feed_minus_week",
]  # fmt: skip
OF_USERS = [
    *OF_PLAYS, "revenue", "revenue_paid", "orders", "buyers", "amount_average", "amount_median", "visits",
    "visitors", "order_value", "revenue_per_viewer", "month_change", "revenue_1m", "revenue_wtd",
    "in_time", "in_a_month", "days_to_close", "days_to_close_p20", "visit_sittings",
    "visit_to_order", "orders_after_visit", "orders_any_time", "same_session_orders", "paid_after_ads",
    "revenue_after_visit", "visitor_to_buyer",
]  # fmt: skip
DIMENSIONS = [
    "tab",
    "liked",
    "play_length",
    "video.category",
    "user.region.continent",
    "user.nick",
    "user.plan",
]
USER_DIMENSIONS = ["user", "user.region.continent", "user.age_band", "user.plan"]
CONDITIONS = [
    "tab = 'feed'", "tab <> 'feed'", "liked", "user.region.continent = 'EU'", "video.category in ('music', 'news')",
    "user.plan = 'pro'", "metric_time.day_of_week < 6", "metric(plays, user) > 6",
]  # fmt: skip


@st.composite
def windows(draw, *, first=FIRST, last=LAST):
    """Choose none, one or both ends."""
    start = draw(st.none() | st.dates(first, last))
    end = draw(st.none() | st.dates(start or first, last))
    return {name: value for name, value in (("start", start), ("end", end)) if value is not None}


def rows_of(answer):
    """Index the long rows by their keys and metric."""
    keys = [k.name for k in answer.keys]
    found = {}
    for row in answer.to_dict():
        place = (*(row[k] for k in keys), row["metric"])
        assert place not in found, f"two rows of {place}"
        found[place] = (row["value"], row["n"], row["complete"])
    return found


def is_close(one, other):
    if one is None or other is None:
        return one is other
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)


def assert_same_rows(one, other):
    assert set(one) == set(other)
    for place, (value, n, complete) in one.items():
        assert is_close(value, other[place][0]), (place, value, other[place])
        assert (n, complete) == other[place][1:], (place, n, complete, other[place])


def ask_or_skip(project, *args, **options):
    """Ask; a question that has no right answer proves nothing here."""
    try:
        return project.ask(*args, **options)
    except QuestionError:
        assume(condition=False)


@FEW
@given(data=st.data())
@pytest.mark.parametrize(
    "names, dimensions", [(OF_PLAYS, DIMENSIONS), (OF_USERS, USER_DIMENSIONS)], ids=["plays", "users"]
)
def test_metrics_when_asked_together_then_have_the_rows_they_have_alone(project, names, dimensions, data):
    metrics = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=5, unique=True))
    options = {
        "by": data.draw(st.lists(st.sampled_from(dimensions), max_size=2, unique=True)),
        "grain": data.draw(st.sampled_from([None, "day", "week", "month"])),
        **data.draw(windows()),
    }
    alone = {}
    for name in metrics:
        alone |= rows_of(ask_or_skip(project, name, **options))
    assert_same_rows(rows_of(project.ask(metrics, **options)), alone)


@FEW
@given(
    by=st.lists(st.sampled_from(DIMENSIONS), max_size=2, unique=True),
    grain=st.sampled_from(["day", "week", "month", "quarter"]),
    window=windows(),
)
def test_parts_of_additive_metrics_when_summed_then_are_the_whole(project, by, grain, window):
    metrics = ["plays", "watch", "liked_plays", "eu_plays", "plays_timed"]
    answer = project.ask(metrics, by=by, grain=grain, **window)
    days = [row["period"] for row in answer.to_dict()]
    assume(days)
    stretch = project.ask(metrics, grain=grain, **window)
    for name in metrics:
        whole = sum(row["value"] or 0 for row in stretch.to_dict() if row["metric"] == name)
        assert sum(row["value"] or 0 for row in answer.to_dict() if row["metric"] == name) == whole
    assume(not window)
    total = project.ask(metrics).to_dict()
    for row in total:
        assert row["value"] == sum(r["value"] or 0 for r in answer.to_dict() if r["metric"] == row["metric"])


@FEW
@given(
    by=st.lists(st.sampled_from(DIMENSIONS), max_size=2, unique=True),
    grain=st.sampled_from([None, "day", "week", "month"]),
    window=windows(),
    where=st.none() | st.sampled_from(CONDITIONS),
)
def test_distinct_when_sliced_then_lies_between_the_largest_slice_and_their_sum(
    project, by, grain, window, where
):
    if grain is not None:
        window = {}
    total = project.ask("viewers", where=where, **window).to_dict()[0]["value"]
    parts = [
        row["value"] for row in project.ask("viewers", by=by, grain=grain, where=where, **window).to_dict()
    ]
    assert max(parts, default=0) <= total <= sum(parts)


@FEW
@given(
    condition=st.sampled_from(CONDITIONS),
    by=st.lists(st.sampled_from(DIMENSIONS), max_size=1),
    grain=st.sampled_from([None, "week", "month"]),
    more=st.none() | st.sampled_from(CONDITIONS),
)
def test_where_when_split_in_three_then_adds_up_again(project, condition, by, grain, more):
    metrics = ["plays", "watch", "liked_plays"]
    whole = rows_of(project.ask(metrics, by=by, grain=grain, where=more))
    sums = dict.fromkeys(whole, 0)
    for part in (condition, f"not ({condition})", f"({condition}) is null"):
        where = [part] if more is None else [part, more]
        for place, (value, _, _) in rows_of(project.ask(metrics, by=by, grain=grain, where=where)).items():
            sums[place] = sums.get(place, 0) + (value or 0)
    assert sums == {place: value or 0 for place, (value, _, _) in whole.items()}


COMPARED = [
    "plays",
    "watch",
    "viewers",
    "like_rate",
    "seconds_median",
    "seconds_average",
    "wau",
    "plays_mtd",
    "watch_hours",
]


@FEW
@given(
    metrics=st.lists(st.sampled_from(COMPARED), min_size=1, max_size=3, unique=True),
    by=st.lists(st.sampled_from(["tab", "user.region.continent"]), max_size=1),
    weeks=st.integers(1, 3),
    start=st.sampled_from([FIRST + timedelta(days=d) for d in range(29, 56)]),
    grain=st.sampled_from(["day", "week"]),
    name=st.sampled_from(["previous", "last_week", "last_4_weeks"]),
)
def test_compared_values_when_the_earlier_window_is_asked_then_are_its_values(  # noqa: PLR0917 - hypothesis draws one argument each
    project, metrics, by, weeks, start, grain, name
):
    monday = start - timedelta(days=start.weekday())
    end = min(monday + timedelta(days=7 * weeks - 1), date(2024, 3, 31))
    unit = {"day": 1, "week": 7}[grain]
    back = timedelta(days={"previous": unit, "last_week": 7, "last_4_weeks": 28}[name])
    now = project.ask(metrics, by=by, grain=grain, start=monday, end=end, compare=name).to_dict()
    before = rows_of(project.ask(metrics, by=by, grain=grain, start=monday - back, end=end - back))
    for row in now:
        place = (row["period"] - back, *(row[b] for b in by), row["metric"])
        if place in before:
            assert is_close(row[name], before[place][0]), (place, row, before[place])
        else:
            assert not row[name], (place, row)


@FEW
@given(
    metric=st.sampled_from(["plays", "viewers", "watch", "seconds_median", "like_rate"]),
    grain=st.sampled_from(["day", "week", "month", "quarter", "year"]),
)
def test_periods_when_unfinished_or_begun_before_the_data_then_are_flagged(project, metric, grain):
    ends = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[grain]
    for row in project.ask(metric, grain=grain).to_dict():
        reaches_end = row["period"] + timedelta(days=ends - 3 * (grain == "month")) > LAST
        if row["period"] < FIRST or (reaches_end and row["period"].month != LAST.month - 1):
            assert not row["complete"], row
        if row["period"] >= FIRST and row["period"] + timedelta(days=ends) <= LAST:
            assert row["complete"], row


@FEW
@given(
    metrics=st.lists(st.sampled_from(OF_USERS), min_size=1, max_size=3, unique=True),
    by=st.lists(st.sampled_from(USER_DIMENSIONS), max_size=1),
    grain=st.sampled_from([None, "day", "week"]),
    limit=st.integers(0, 20),
)
def test_limit_when_ordered_by_the_keys_then_is_the_head_of_all(project, metrics, by, grain, limit):
    answer = ask_or_skip(project, metrics, by=by, grain=grain)
    head = project.ask(metrics, by=by, grain=grain, limit=limit)
    assert [k.name for k in head.keys] == [k.name for k in answer.keys]
    names = [k.name for k in answer.keys]
    everything = [tuple(row[n] for n in names) for row in answer.to_dict("wide")]
    assert [tuple(row[n] for n in names) for row in head.to_dict("wide")] == everything[:limit]
