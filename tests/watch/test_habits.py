from __future__ import annotations

import numpy as np

from gnomon.watch.grains import read_grain
from gnomon.watch.habits import LongPlaces
from gnomon.watch.replay import replay

DAY, WEEK = read_grain("day").rhythm, read_grain("week").rhythm
FIRST = 18_993  # 1 January 2022, in days since 1970


def draw(seed, buckets, series=40, size=0.05):
    rng = np.random.default_rng(seed)
    week = rng.normal(0, 0.2, (7, series))[np.arange(buckets) % 7]
    return 1000 * np.exp(week + size * rng.normal(size=(buckets, series)))


def number_days(buckets, series=40, step=1):
    return np.broadcast_to(FIRST + step * np.arange(buckets)[:, None], (buckets, series))


def test_payday_when_seen_for_months_then_is_expected_and_its_absence_is_not():
    days = number_days(500)
    places = LongPlaces.of_days(days)
    values = draw(1, 500) * np.where((places.month == 24) | (places.month == 30), 1.6, 1)
    paydays = np.flatnonzero((places.month[:, 0] == 24) | (places.month[:, 0] == 30))
    late = paydays[paydays > 300]
    values[late[-1], :10] /= 1.6
    known, unknown = (replay(values, DAY, places=at) for at in (places, None))
    assert (known.nats[late[:-1]] > -np.log(0.002)).mean() < 0.03
    assert (known.nats[late[-1], :10] > -np.log(0.002)).mean() > 0.8
    assert (unknown.nats[late[-1], :10] > -np.log(0.002)).mean() < 0.2
    assert (np.abs(known.expected[late[:-1]] / values[late[:-1]] - 1) < 0.25).mean() > 0.95


def test_days_of_the_month_when_they_do_nothing_then_cost_little():
    values, places = draw(2, 420, 200), LongPlaces.of_days(number_days(420, 200))
    known, unknown = (replay(values, DAY, places=at, has_bands=False).nats[60:] for at in (places, None))
    assert 0.8 < (known > -np.log(0.01)).mean() / (unknown > -np.log(0.01)).mean() < 1.3


def test_week_of_the_year_when_two_years_were_alike_then_is_expected_in_the_third():
    days = number_days(1500)
    places = LongPlaces.of_days(days)
    values = draw(3, 1500) * np.where((places.week == 47) | (places.week == 50), 1.8, 1)
    third = (days[:, 0] >= FIRST + 3 * 365) & np.isin(places.week[:, 0], (47, 50))
    first_of_week = third & np.r_[False, ~third[:-1]]
    known, unknown = (replay(values, DAY, places=at, has_bands=False).nats for at in (places, None))
    limit = -np.log(0.002)
    assert (known[first_of_week] > limit).mean() < 0.4 * (unknown[first_of_week] > limit).mean()


def test_weeks_when_two_years_were_alike_then_the_peak_of_the_third_is_expected():
    days = number_days(210, step=7)
    places = LongPlaces.of_days(days)
    rng = np.random.default_rng(4)
    year = np.where((places.week >= 46) & (places.week <= 51), 1.5, 1)
    values = 1000 * year * np.exp(0.03 * rng.normal(size=days.shape))
    turns = np.flatnonzero(np.abs(np.diff(year[:, 0])) > 0)[-2:] + 1
    known, unknown = (
        np.abs(np.log(replay(values, WEEK, places=at).expected[turns] / values[turns])).mean()
        for at in (places, None)
    )
    assert known < 0.5 * unknown


def test_wandering_levels_when_years_differ_then_no_year_is_expected():
    steps = np.random.default_rng(5).normal(0, 0.01, (1100, 60)).cumsum(axis=0)
    values, places = draw(6, 1100, 60) * np.exp(steps), LongPlaces.of_days(number_days(1100, 60))
    found = replay(values, DAY, places=places, has_bands=False)
    assert (found.state.habits.year.share > 0).mean() < 0.5
    assert (np.exp(-found.nats[800:]) < 0.01).mean() < 0.014
