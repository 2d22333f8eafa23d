"""Bringing together a run and a person: neither undoes the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from gnomon.records.incident import IncidentState, Transition
from gnomon.store.merge import merge_incident
from tests.store.samples import DAY, MINUTE, NOW, acknowledge, judge, make_incident


def test_merge_when_nobody_acted_then_the_run_stands():
    found = make_incident(version=3, state=IncidentState.RECOVERED)
    assert merge_incident(make_incident(version=3), found) is found


def test_merge_when_a_person_acted_then_their_state_and_all_of_history_stand():
    recovered = Transition(
        at=NOW + MINUTE, before=IncidentState.OPEN, after=IncidentState.RECOVERED, by="gnomon"
    )
    stored = replace(judge(acknowledge(make_incident())), version=4)
    found = make_incident(
        version=3, state=IncidentState.RECOVERED, last=DAY + timedelta(days=2), history=(recovered,)
    )
    merged = merge_incident(stored, found)
    assert (merged.state, merged.last) == (IncidentState.ACKNOWLEDGED, DAY + timedelta(days=2))
    assert (merged.history, merged.feedback) == ((*stored.history, recovered), stored.feedback)


def test_merge_when_both_hold_the_same_history_then_it_is_there_once():
    stored = replace(acknowledge(make_incident()), version=4)
    assert merge_incident(stored, replace(stored, version=3)).history == stored.history
