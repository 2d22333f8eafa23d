from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gnomon.base.errors import QuestionError
from gnomon.records.incident import IncidentState
from gnomon.watch.advance import advance_states
from gnomon.watch.lifecycle import TRANSITIONS, can_move, move_incident, opened_at
from tests.watch.incident_cases import FIRST, NOW, anomaly, group, incident

STATES = st.sampled_from(IncidentState)


class Walk(RuleBasedStateMachine):
    """Whatever people and days do to an incident, each step of its history stands in the table."""

    @initialize()
    def find(self):
        self.day, self.one = 0, incident(anomaly())

    @rule(to=STATES)
    def move(self, to):
        if can_move(self.one.state, to):
            self.one = move_incident(self.one, to, at=NOW, by="Ada")
        else:
            with pytest.raises(QuestionError, match="INC-601"):
                move_incident(self.one, to, at=NOW, by="Ada")

    @rule(days=st.integers(1, 20))
    def wait(self, days):
        self.day += days
        last = {("dau", ()): FIRST + timedelta(days=self.day)}
        (self.one,) = advance_states((self.one,), last_bucket=last, now=NOW) or (self.one,)

    @rule(is_loud=st.booleans())
    def depart(self, is_loud):
        changed = group((anomaly(day=self.day, is_loud=is_loud),), (self.one,))
        self.one = next((each for each in changed if each.id == self.one.id), self.one)

    @invariant()
    def is_lawful(self):
        if not hasattr(self, "one"):
            return
        first, *steps = self.one.history
        assert first.before is first.after is IncidentState.OPEN
        assert all(step.after in TRANSITIONS[step.before] for step in steps)
        assert [s.before for s in steps] == [s.after for s in self.one.history[:-1]]
        assert self.one.state is self.one.history[-1].after


TestWalk = Walk.TestCase


@given(STATES)
def test_state_when_it_follows_itself_then_it_is_refused(state):
    assert not can_move(state, state)


def test_move_when_forbidden_then_the_error_names_what_is_allowed():
    closed = move_incident(incident(), IncidentState.CLOSED, at=NOW, by="Ada")
    with pytest.raises(QuestionError, match=r"is closed and cannot become open\. .*: reopened\. \[INC-601\]"):
        move_incident(closed, IncidentState.OPEN, at=NOW, by="Ada")


@pytest.mark.parametrize(
    "days, state",
    [
        (1, IncidentState.OPEN),
        (2, IncidentState.RECOVERED),
        (9, IncidentState.RECOVERED),
        (10, IncidentState.CLOSED),
    ],
)
def test_incident_when_quiet_for_some_days_then_it_recovers_and_is_closed(days, state):
    one = incident()
    last = {("dau", ()): FIRST + timedelta(days=days)}
    (moved,) = advance_states((one,), last_bucket=last, now=NOW) or (one,)
    assert moved.state is state
    assert advance_states((moved,), last_bucket=last, now=NOW) == ()


def test_incident_when_one_of_its_series_is_late_then_it_does_not_recover_yet():
    one = incident(anomaly(), anomaly("plays"))
    last = {("dau", ()): FIRST + timedelta(days=5), ("plays", ()): FIRST}
    assert advance_states((one,), last_bucket=last, now=NOW) == ()


def test_opening_when_found_then_it_is_the_moment_of_the_run():
    assert opened_at(incident()) == NOW
