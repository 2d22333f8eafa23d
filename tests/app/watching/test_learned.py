from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import gnomon
from gnomon.app.incidents import say_opinion
from gnomon.app.watch_project import watch_project
from gnomon.app.watching.gather import gather_series
from gnomon.app.watching.judge import judge_series
from gnomon.app.watching.plan import plan_watch
from gnomon.records.incident import Opinion
from gnomon.store import open_store
from gnomon.watch.training import ExcludedPeriod
from tests.app.telling.world import save
from tests.app.watching.watch_world import write_world

WATCH = '[watch]\nmetrics = ["visits"]\nby = ["country"]\n'
NOW = datetime(2024, 5, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with gnomon.load(write_world(tmp_path_factory.mktemp("shop"), watch=WATCH)) as project:
        yield project


@pytest.fixture(scope="module")
def given(shop):
    return gather_series(shop, plan_watch(shop.model).groups, as_of=NOW)


def raised(shop, given, **more):
    return judge_series(given, shop.model.settings.watch, **more).anomalies()


@pytest.mark.parametrize("opinion, is_raised", [(Opinion.EXPECTED, False), (Opinion.REAL, True)])
def test_pattern_when_people_called_it_expected_then_a_watch_does_not_raise_it_again(
    shop, tmp_path, opinion, is_raised
):
    with open_store(f"sqlite:///{tmp_path}/state.db") as store:
        (found,) = watch_project(shop, store=store, now=NOW).incidents
        save(store, (found,))
        say_opinion(store, found.id, opinion, reason="known", by="Ada", now=NOW)
        again = watch_project(shop, store=store, now=NOW)
        assert bool(again.anomalies) == is_raised
        assert again.incidents == ()


def test_metric_when_its_alarms_were_nothing_then_it_must_be_stranger(shop, given):
    assert raised(shop, given)
    kept = raised(shop, given, factors={"visits": 1e-6})
    assert len(kept) < len(raised(shop, given))
    assert raised(shop, given, factors={"another": 1e-6}) == raised(shop, given)


def test_days_at_fault_when_excluded_then_nothing_is_learned_from_them_in_that_series_alone(shop, given):
    start = datetime(2024, 4, 10)
    where = (("country", "DE"),)
    period = ExcludedPeriod(
        metric="visits", where=where, start=start, end=start + timedelta(days=3), incident="x"
    )
    plain = judge_series(given, shop.model.settings.watch)
    other = judge_series(given, shop.model.settings.watch, excluded=(period,))
    places = {key.where: place for place, key in enumerate(given.keys)}

    def expected(judged, where):
        rows = (judged.series == places[where]) & (judged.time > np.datetime64(start))
        return judged.expected[rows]

    assert not np.array_equal(expected(plain, where), expected(other, where), equal_nan=True)
    np.testing.assert_array_equal(expected(plain, ()), expected(other, ()))
