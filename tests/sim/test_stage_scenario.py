from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from gnomon.sim import World
from gnomon.sim.scenario import Behaviour, Change, Experiment, Injection, Scenario
from gnomon.sim.stage_scenario import stage_scenario
from gnomon.sim.truth import find_touched_tables

WORLD = World(users=1_000, days=40, seed=7)
DRAWN = "U('experiments/variant', user_id, 101)"


def staged_by(change, **more):
    injection = Injection(name="x", kind="incident", touches="business", about="", changes=(change,), **more)
    return stage_scenario(Scenario(name="s", title="", about="", injections=(injection,)), WORLD)


def value_of(change, **more):
    return staged_by(change, **more).injections[0].pulls[0].value.sql("duckdb")


WATCH = Change(lever="watch", effect="multiply", value=1.5)
TREATED = replace(WATCH, who="treated")


def test_change_when_constant_then_is_its_number_for_slice_and_time():
    change = replace(WATCH, first=3, until=5, segment=(("country", ("DE", "FR")),))
    (pull,) = staged_by(change).world.pulls
    assert (pull.since, pull.until) == (datetime(2026, 1, 4), datetime(2026, 1, 6))
    assert (pull.where, pull.value.sql()) == ((("country", ("DE", "FR")),), "1.5")


def test_change_when_sliced_by_a_hidden_column_then_finds_it():
    change = Change(lever="crash_share", effect="multiply", value=2, segment=(("device_tier", ("low",)),))
    (pull,) = staged_by(change).world.pulls
    assert pull.where == (("_device_tier", ("low",)),)


@pytest.mark.parametrize(
    "shape, text",
    [
        (
            "fades",
            "1 + (1.5 - 1) * EXP(-(GREATEST((DATE_DIFF('DAY', $start, CAST(_moment AS DATE)) - 4), 0) / 5.0))",
        ),
        ("grows", "(1 - EXP(-("),
    ],
)
def test_change_when_shaped_then_goes_by_days_since_it_began(shape, text):
    assert text in value_of(replace(WATCH, shape=shape, shape_days=5.0, first=4))


def test_change_when_shaped_over_tenure_then_goes_by_days_since_sign_up():
    change = replace(WATCH, shape="fades", shape_days=5.0, is_by_tenure=True)
    assert "GREATEST((day_number - signup_day), 0)" in value_of(change)


def test_change_when_for_the_treated_then_nobody_else_is_moved():
    assert value_of(TREATED, experiment=Experiment()) == f"CASE WHEN {DRAWN} < 0.5 THEN 1.5 ELSE 1 END"
    added = replace(TREATED, effect="add")
    assert value_of(added, experiment=Experiment()).endswith("ELSE 0 END")


def test_change_when_the_split_goes_by_country_then_follows_it():
    split = Experiment(treated_share=0.2, shares_by_country=(("DE", 0.8),))
    assert f"{DRAWN} < CASE WHEN country = 'DE' THEN 0.8 ELSE 0.2 END" in value_of(TREATED, experiment=split)


def test_change_when_the_experiment_takes_new_users_then_others_are_not_moved():
    value = value_of(TREATED, experiment=Experiment(takes_new=True), first=6)
    assert value == f"CASE WHEN {DRAWN} < 0.5 AND signup_day >= 6 THEN 1.5 ELSE 1 END"


def test_change_when_for_members_then_is_by_chance_or_keenness():
    members = replace(WATCH, who="members")
    by_chance = value_of(members, behaviour=Behaviour(name="b", share=0.25))
    assert by_chance == "CASE WHEN U('behaviours/b', user_id) < 0.25 THEN 1.5 ELSE 1 END"
    by_keenness = value_of(members, behaviour=Behaviour(name="b", share=0.8, is_by_quality=True))
    assert by_keenness == "CASE WHEN quality > -0.8416 THEN 1.5 ELSE 1 END"


def test_world_when_an_effect_is_taken_away_then_its_experiment_is_run_all_the_same():
    staged = staged_by(TREATED, experiment=Experiment(lost=(("treatment", 0.1),)))
    without = staged.without(staged.injections[0])
    assert without.trials == staged.world.trials
    assert {pull.lever for pull in without.pulls} == {"treated_share", "split_loss"}
    assert {pull.lever for pull in staged.world.pulls} == {"treated_share", "split_loss", "watch"}


def test_tables_when_a_lever_moves_the_log_only_then_no_other_table_is_touched():
    unit = staged_by(replace(WATCH, lever="watch_ms_unit")).injections[0].injection
    lost = staged_by(replace(WATCH, lever="lost_share", effect="add", value=0.5, tables=("views",)))
    assert find_touched_tables(unit) == {"views"}
    assert find_touched_tables(lost.injections[0].injection) == {"views"}
    watched = find_touched_tables(staged_by(WATCH).injections[0].injection)
    assert {"views", "sessions", "ads"} <= watched
    assert not {"users", "notifications", "service_minutes"} & watched
