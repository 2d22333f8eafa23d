"""One event is one incident, from its first day, and the explanation names where it is or that the data is at fault."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

import gnomon
from gnomon.app.explain_incidents import investigate_incident
from gnomon.app.watch_backtest import backtest_watch
from tests.app.watching.proof_world import EVENT, FIRST, in_event, keep, write_product

DAYS = 50


def close_a_country(frame, rng):
    return keep(frame, ~in_event(frame, "country", "FR") | (rng.random(frame["day"].size) < 0.4))


def lose_ios(frame, rng):
    return keep(frame, ~in_event(frame, "system", "ios") | (rng.random(frame["day"].size) < 0.3))


def repeat_android(frame, _):
    again = in_event(frame, "system", "android")
    return {name: np.concatenate([values, values[again]]) for name, values in frame.items()}


EVENTS = {
    "a country stays away": ({"happens": close_a_country}, "localised", (("country", "FR"),)),
    "sessions of one system are lost": ({"sessions": lose_ios}, "data problem", (("system", "ios"),)),
    "plays of one system come twice": ({"plays": repeat_android}, "data problem", ()),
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", EVENTS)
def test_event_is_one_incident_from_its_first_day_and_explained(tmp_path, name, seed):
    changes, outcome, where = EVENTS[name]
    with gnomon.load(write_product(tmp_path / "product", seed=seed, **changes)) as project:
        (incident,) = backtest_watch(project, days=DAYS).incidents
        found = investigate_incident(project, incident)
    assert incident.began.date() == FIRST + timedelta(days=EVENT.start)
    assert found.outcome == outcome
    named = found.localisation.segments[0] if outcome == "localised" else found.data.findings[0]
    assert named.where == where


@pytest.mark.parametrize("seed", [1, 2])
def test_quiet_weeks_have_no_incident(tmp_path, seed):
    with gnomon.load(write_product(tmp_path / "product", seed=seed)) as project:
        assert backtest_watch(project, days=DAYS).incidents == ()
