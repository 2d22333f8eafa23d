from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import isnan

import pytest

import gnomon
from gnomon.app.watch_backtest import backtest_watch
from gnomon.app.watch_project import watch_project
from gnomon.app.watching.gather import gather_series
from gnomon.app.watching.judge import judge_series
from gnomon.app.watching.plan import plan_watch
from gnomon.base.budget import Budget
from gnomon.base.errors import UnknownNameError
from gnomon.define.watching import WatchSettings
from gnomon.records.event import Event
from gnomon.store import open_store
from tests.app.watching.watch_world import FIRST, write_world

WATCH = '[watch]\nmetrics = ["visits", "buying"]\nby = ["country"]\n'


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = write_world(tmp_path_factory.mktemp("shop"), watch=WATCH)
    with gnomon.load(folder) as project:
        yield project


@pytest.fixture(scope="module")
def backtest(shop):
    return backtest_watch(shop, days=90)


def day(number):
    return datetime.combine(FIRST, datetime.min.time()) + timedelta(days=number)


def test_backtest_when_one_country_falls_then_it_is_one_incident_from_the_first_day(backtest):
    (incident,) = backtest.incidents
    assert (incident.began, incident.side) == (day(120), -1)
    assert incident.metric == "visits"
    assert ("visits", (("country", "DE"),)) in incident.series


def test_backtest_when_counted_then_every_metric_is_told_with_its_series(backtest):
    assert {(row.metric, row.series) for row in backtest.rows} == {("visits", 4), ("buying", 4)}
    assert all(row.buckets == 4 * 90 for row in backtest.rows)
    assert backtest.per_week == pytest.approx(7 / 90)


def test_watch_when_asked_in_the_past_then_later_rows_do_not_count(shop):
    before = watch_project(shop, now=datetime(2024, 4, 30, tzinfo=UTC), days=30)
    assert before.through == day(119)
    assert before.incidents == ()
    after = watch_project(shop, now=datetime(2024, 5, 2, tzinfo=UTC), days=30)
    assert [incident.began for incident in after.incidents] == [day(120)]


def test_verdicts_when_later_days_are_cut_off_then_stay_the_same(shop):
    def judge(now):
        given = gather_series(shop, plan_watch(shop.model).groups, as_of=now)
        found = judge_series(given, shop.model.settings.watch)
        return {
            (found.keys[s], t): (p, raised)
            for s, t, p, raised in zip(
                found.series.tolist(),
                found.time.tolist(),
                found.p_value.tolist(),
                found.is_raised.tolist(),
                strict=True,
            )
            if not isnan(p)
        }

    early, late = judge(datetime(2024, 5, 3, tzinfo=UTC)), judge(datetime(2024, 5, 15, tzinfo=UTC))
    renamed = {((k.metric, k.where), t): v for (k, t), v in late.items()}
    assert early
    assert all(renamed[(k.metric, k.where), t] == v for (k, t), v in early.items())


def test_watch_when_the_store_knows_the_incident_then_it_is_told_as_unchanged(shop, tmp_path):
    now = datetime(2024, 5, 6, tzinfo=UTC)
    with open_store(f"sqlite:///{tmp_path}/state.db") as store:
        first = watch_project(shop, store=store, now=now, days=30)
        (incident,) = first.incidents
        fence = store.take_lease("run", holder="test", seconds=60, now=now)
        store.commit_watch(
            run="2024-05-05", verdicts=first.anomalies, incidents=first.incidents, alerts=(), fence=fence
        )
        again = watch_project(shop, store=store, now=now, days=30)
    assert [i.id for i in again.known] == [incident.id]
    assert again.incidents == ()


def test_event_when_planned_then_its_days_are_not_raised(shop):
    given = gather_series(shop, plan_watch(shop.model, metrics=["visits"]).groups)
    free = date(2024, 4, 30)
    event = Event(
        name="strike", kind="other", start=free, end=free + timedelta(days=3), scope=(("country", "DE"),)
    )
    settings = shop.model.settings.watch
    known = judge_series(given, settings, (event,)).anomalies()
    unknown = judge_series(given, settings).anomalies()
    in_germany = (("country", "DE"),)
    assert min(a.p_value for a in known if a.where == in_germany) > min(
        a.p_value for a in unknown if a.where == in_germany
    )


@pytest.mark.parametrize(
    "per_day, count",
    [(0.0001, 0), (1000.0, 1)],
)
def test_budget_when_smaller_then_fewer_are_raised(shop, per_day, count):
    given = gather_series(shop, plan_watch(shop.model).groups)
    quiet = judge_series(given, WatchSettings(budget=Budget(count=per_day, days=1)))
    loud = judge_series(given, WatchSettings(budget=Budget(count=1000.0, days=1)))
    assert quiet.is_raised.sum() <= loud.is_raised.sum()
    assert bool(loud.is_raised.sum()) >= bool(count)


def test_plan_when_a_metric_grows_through_the_month_then_it_is_left_out_and_said(shop):
    plan = plan_watch(shop.model, metrics=["visits", "visits_mtd"])
    assert plan.metrics == ("visits",)
    assert "visits_mtd" in plan.notes[0]


def test_plan_when_a_window_moves_then_it_is_watched_by_week(shop):
    plan = plan_watch(shop.model, metrics=["visits", "visits_7d"], by=())
    assert {(g.grain, g.metrics) for g in plan.groups} == {("day", ("visits",)), ("week", ("visits_7d",))}


def test_plan_when_a_metric_is_unknown_then_the_nearest_is_named(shop):
    with pytest.raises(UnknownNameError, match="visits"):
        plan_watch(shop.model, metrics=["visit"])


def test_shares_when_gathered_then_are_known_as_such_and_slices_carry_their_rows(shop):
    given = gather_series(shop, plan_watch(shop.model).groups)
    told = {(key.metric, key.where): key.has_shares for key in given.keys}
    assert told["buying", ()] is True
    assert told["visits", ()] is False
    assert len(given.keys) == 8
