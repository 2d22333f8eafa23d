"""Scenario files that are wrong, each told where it stands and what to write instead."""

from __future__ import annotations

import pytest

from gnomon.app.scenarios import list_scenarios, open_scenario, read_scenario
from gnomon.base.errors import DefinitionError, InputError, ProjectErrors, UnknownNameError
from gnomon.sim import World
from gnomon.sim.stage_scenario import stage_scenario

WORLD = World(users=1_000, days=40, seed=7)
HEAD = """name: a
title: A
about: A.
injections:
  - name: x
    kind: incident
    about: X.
"""


def stage(body):
    return stage_scenario(read_scenario(HEAD + body, "a.yml"), WORLD)


FAULTS = {
    "changes: [{lever: wach, multiply: 2}]": ("a.yml:8:15", "Did you mean watch", "SIM-811"),
    "changes: [{lever: watch, multiply: 2, segment: {country: DDE}}]": (
        "a.yml:8",
        "Did you mean DE",
        "SIM-812",
    ),
    "changes: [{lever: watch, multiply: 2, segment: {platform: iso}}]": (
        "a.yml:8",
        "Did you mean ios",
        "SIM-812",
    ),
    "changes: [{lever: watch, multiply: 2, segment: {app_version: 9.19.0}}]": ("a.yml:8", "9.1", "SIM-812"),
    "changes: [{lever: watch, multiply: 2, segment: {channel: organic}}]": (
        "a.yml:8",
        "cannot be sliced",
        "SIM-812",
    ),
    "changes: [{lever: watch, multiply: 2, from: 50}]": (
        "a.yml:8",
        "outside of the world's days, 0 to 40",
        "SIM-813",
    ),
    "changes: [{lever: watch, multiply: 2, from: 38, days: 3}]": ("a.yml:8", "38 to 41", "SIM-813"),
    "changes: [{lever: watch, multiply: 2, from: 2025-12-31}]": ("a.yml:8", "-1 to 40", "SIM-813"),
    "changes: [{lever: watch, multiply: 2, from: 9, until: 9}]": ("a.yml:8", "before it begins", "SIM-813"),
    "changes: [{lever: crash_share, set: 1.2}]": ("a.yml:8", "not between 0 and 1", "SIM-815"),
    "changes: [{lever: watch, multiply: -1}]": ("a.yml:8", "below 0", "SIM-815"),
    "changes: [{lever: lifetime, multiply: 2, from: 3}]": ("a.yml:8", "knows no time", "SIM-811"),
    "changes: [{lever: lost_share, set: 1}]": ("a.yml:8", "says which `tables`", "SIM-811"),
    "changes: [{lever: lost_share, set: 1, tables: vews}]": ("a.yml:8", "Did you mean views", "SIM-811"),
    "changes: [{lever: twice_share, set: 1, tables: reports}]": ("a.yml:8", "written by servers", "SIM-811"),
    "changes: [{lever: lost_share, set: 1, tables: messages, segment: {app_version: 9.13.0}}]": (
        "a.yml:8",
        "messages has no column app_version",
        "SIM-812",
    ),
    "changes: [{lever: watch, multiply: 2, who: treated}]": ("a.yml:8", "needs `experiment`", "SIM-814"),
    "changes: [{lever: day_factor, multiply: 2, who: members}]\n    behaviour: {name: b, share: 0.2}": (
        "a.yml:8",
        "does not know the user",
        "SIM-811",
    ),
    "changes: [{lever: watch, set: 2}, {lever: watch, set: 3, from: 4, segment: {country: DE}}]": (
        "a.yml:8:39",
        "is set here and at a.yml:8:15",
        "SIM-814",
    ),
    "experiment: {shares: {control: 0.5, treatment: 0.6}}\n    changes: [{lever: watch, multiply: 2}]": (
        "a.yml:8",
        "Shares sum to 1.1, not to 1",
        "DEF-112",
    ),
    "experiment: {treated_share_by_country: {US: 1.5}}\n    changes: [{lever: watch, multiply: 2}]": (
        "a.yml:5",
        "between 0 and 1",
        "SIM-815",
    ),
    "changes: [{lever: watch, multiply: 2, add: 1}]": (
        "a.yml:8",
        "one of `multiply`, `add` and `set`",
        "DEF-112",
    ),
    "changes: [{lever: watch, multiply: 2, from: monday}]": ("a.yml:8", "a day is a number", "DEF-112"),
    "changes: [{lever: watch, multiply: 2, shape: fades}]": ("a.yml:8", "`shape_days` goes with", "DEF-112"),
    "changes: [{leaver: watch, multiply: 2}]": ("a.yml:8", "Did you mean lever", "DEF-110"),
    "changes: []": ("a.yml:8", "at least 1", "DEF-112"),
}


@pytest.mark.parametrize("body", FAULTS)
def test_scenario_when_wrong_then_says_where_and_what(body):
    where, text, code = FAULTS[body]
    with pytest.raises(DefinitionError) as caught:
        stage(f"    {body}\n")
    message = str(caught.value)
    assert message.startswith(where), message
    assert text in message
    assert code in message


def test_scenario_when_wrong_twice_then_both_are_told():
    with pytest.raises(ProjectErrors) as caught:
        stage("    changes: [{lever: wach, multiply: 2}, {lever: watch, multiply: 2, from: 77}]\n")
    assert [error.code for error in caught.value.errors] == ["SIM-811", "SIM-813"]
    assert str(caught.value).startswith("2 errors in this scenario:\na.yml:8:")


def test_scenario_when_parts_contradict_themselves_then_are_told_in_order_without_their_text():
    with pytest.raises(ProjectErrors) as caught:
        stage(
            "    experiment: {shares: {control: 0.4, treatment: 0.4}}\n"
            "    changes: [{lever: watch, multiply: 2, add: 1}, {lever: [watch], multiply: 2}]\n"
        )
    assert str(caught.value).splitlines() == [
        "3 errors in this scenario:",
        "a.yml:8:17: Shares sum to 0.8, not to 1. [DEF-112]",
        "a.yml:9:15: Say one of `multiply`, `add` and `set`. [DEF-112]",
        "a.yml:9:60: A list is not text. [DEF-112]",
    ]


def test_scenario_when_its_experiment_is_in_every_world_then_is_refused():
    body = (
        HEAD.replace("name: x", "name: aa_ranking")
        + "    experiment: {}\n    changes: [{lever: watch, multiply: 2}]\n"
    )
    with pytest.raises(DefinitionError, match=r"a.yml:5.*has an experiment 'aa_ranking' already.*SIM-814"):
        stage_scenario(read_scenario(body, "a.yml"), WORLD)


def test_scenario_when_sets_meet_in_no_slice_or_time_then_is_staged():
    staged = stage(
        "    changes: [{lever: watch, set: 2, from: 1, days: 3, segment: {country: DE}},"
        " {lever: watch, set: 3, from: 2, days: 3, segment: {country: FR}},"
        " {lever: watch, set: 3, from: 4, days: 3, segment: {country: DE}}]\n"
    )
    assert len(staged.world.pulls) == 3


def test_scenario_when_unknown_then_nearest_is_told(tmp_path):
    with pytest.raises(InputError, match=r"Did you mean novelty.*SIM-810"):
        open_scenario("novlty", WORLD)
    with pytest.raises(UnknownNameError, match="Did you mean incidents"):
        open_scenario("random:incident", WORLD)
    with pytest.raises(InputError, match=r"No such file.*SIM-810"):
        open_scenario(str(tmp_path / "none.yml"), WORLD)


def test_scenario_when_drawn_then_hangs_on_the_seed_and_fits_every_world():
    for seed in range(60):
        for kind in ("random:incidents", "random:experiments"):
            world = World(users=1_000, days=20 + seed, seed=seed)
            assert open_scenario(kind, world) == open_scenario(kind, world)
    first, second = (open_scenario("random:incidents", World(users=1_000, days=40, seed=s)) for s in (1, 2))
    assert first.scenario != second.scenario
    with pytest.raises(InputError, match="SIM-813"):
        open_scenario("random:incidents", World(users=1_000, days=19, seed=1))


def test_scenarios_when_listed_then_every_kind_is_there():
    kinds = {kind for line in list_scenarios() for kind in line.kinds}
    assert {"incident", "experiment", "intervention", "structural", "trap", "drawn"} == kinds
