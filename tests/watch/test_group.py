from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnomon.records.incident import IncidentState
from gnomon.watch.advance import advance_states
from gnomon.watch.lifecycle import move_incident
from gnomon.watch.spells import find_spells
from tests.watch.incident_cases import (
    DE,
    DE_IOS,
    FIRST,
    IOS,
    NOW,
    US,
    anomaly,
    group,
    incident,
    many_anomalies,
)


@given(many_anomalies, st.randoms(use_true_random=False))
def test_grouping_when_the_order_changes_then_the_incidents_are_the_same(found, rng):
    mixed = list(found)
    rng.shuffle(mixed)
    assert group(mixed) == group(found)


@given(many_anomalies)
def test_grouping_when_repeated_then_nothing_changes(found):
    once = group(found)
    assert group(found, once) == ()
    assert group((), once) == ()


@given(many_anomalies)
def test_grouping_when_done_then_every_anomaly_is_in_one_incident_under_a_name_of_its_own(found):
    made = group(found)
    assert sorted(map(repr, found)) == sorted(repr(a) for each in made for a in each.anomalies)
    assert len({each.id for each in made}) == len(made)
    assert all(len(each.id) == 10 and each.id.isalnum() for each in made)


@given(many_anomalies, st.integers(0, 40))
def test_grouping_when_done_day_by_day_then_it_ends_with_the_incidents_of_one_go(found, cut):
    early = [a for a in found if a.start <= FIRST + timedelta(days=cut)]
    known = group(early)
    later = {each.id: each for each in (*known, *group(found, known))}
    alone = [each for each in later.values() if not each.joined]
    whole = group(found)
    assert {frozenset(each.anomalies) for each in alone} == {frozenset(each.anomalies) for each in whole}


@given(many_anomalies)
def test_grouping_when_series_rest_ten_days_then_their_incidents_are_apart(found):
    for each in group(found):
        days = sorted({a.start for a in each.anomalies})
        assert all(later - earlier <= timedelta(days=9) for earlier, later in itertools.pairwise(days))


@pytest.mark.parametrize(
    "where, other, count",
    [
        ((), DE, 1),
        (DE, DE_IOS, 1),
        ((), DE_IOS, 1),
        (DE, IOS, 1),  # they share the phones of the country
        (DE, US, 2),
        (US, DE_IOS, 2),
    ],
)
def test_slices_of_a_metric_when_on_one_day_then_those_that_share_rows_are_one(where, other, count):
    assert len(group((anomaly(where=where), anomaly(where=other)))) == count


def test_crossing_slices_when_they_part_to_different_sides_then_they_are_two():
    assert len(group((anomaly(where=DE), anomaly(where=IOS, value=140.0, kind="spike")))) == 2


def test_siblings_when_the_total_comes_a_day_later_then_they_become_one_and_say_so():
    known = group((anomaly(where=DE), anomaly(where=US)))
    changed = {each.id: each for each in group((anomaly(day=1),), known)}
    (kept,) = (each for each in changed.values() if not each.joined)
    (joined,) = (each for each in changed.values() if each.joined)
    assert joined.joined == kept.id
    assert joined.state is IncidentState.CLOSED
    assert kept.series[0][1] in {DE, US}
    assert len(kept.anomalies) == 3


@pytest.mark.parametrize("is_related, count", [(True, 1), (False, 2)])
def test_metrics_when_related_and_on_one_day_then_they_are_one(is_related, count):
    found = (anomaly(), anomaly("plays"))
    assert len(group(found, related=lambda *_: is_related)) == count


@pytest.mark.parametrize("day, count", [(1, 1), (2, 2)])
def test_metrics_when_a_day_lies_between_then_they_are_two(day, count):
    assert len(group((anomaly(), anomaly("plays", day=day)))) == count


def test_level_shift_when_found_on_following_days_then_it_stays_one_incident():
    known = ()
    for day in range(8):
        shift = anomaly(day=day, kind="level shift", is_loud=day == 0)
        known = group((shift,), known) or known
    (one,) = known
    assert (one.began, one.last) == (FIRST, FIRST + timedelta(days=7))


def test_lead_when_a_total_and_its_slices_depart_then_it_is_the_total():
    made = incident(anomaly(where=DE, day=0, value=0.0), anomaly(day=1), anomaly(where=US, day=1))
    assert (made.metric, made.where, made.began) == ("dau", (), FIRST)
    assert made.anomalies[0].where == ()


def test_rule_when_edited_later_then_the_incident_keeps_the_one_it_was_found_under():
    made = incident(anomaly())
    (grown,) = group((anomaly(day=1),), (made,))
    assert made.rule == "r1"
    assert (grown.rule, grown.id) == (made.rule, made.id)


def test_recovered_incident_when_its_series_departs_within_a_week_then_it_is_opened_again():
    made = incident(anomaly())
    (calm,) = advance_states((made,), last_bucket={("dau", ()): FIRST + timedelta(days=2)}, now=NOW)
    (again,) = group((anomaly(day=6),), (calm,))
    assert (again.id, again.state) == (made.id, IncidentState.REOPENED)


@pytest.mark.parametrize("is_loud, state", [(True, IncidentState.REOPENED), (False, IncidentState.CLOSED)])
def test_closed_incident_when_more_comes_then_only_what_is_loud_opens_it(is_loud, state):
    closed = move_incident(incident(anomaly()), IncidentState.CLOSED, at=NOW, by="Ada")
    (grown,) = group((anomaly(day=1, is_loud=is_loud),), (closed,))
    assert grown.state is state


def test_spells_when_nine_days_lie_between_then_they_are_one_and_ten_part_them():
    found = (anomaly(), anomaly(day=9), anomaly(day=19))
    assert find_spells(found)[1] == 2
