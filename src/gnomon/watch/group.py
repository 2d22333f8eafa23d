"""Group anomalies into incidents: one event of the world is one incident, however many series show it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gnomon.records.incident import Incident, IncidentState, Opinion, Transition
from gnomon.watch.lifecycle import GNOMON, move_incident
from gnomon.watch.neighbours import join_containing, join_crossing, join_related
from gnomon.watch.severity import name_severity, score_anomaly
from gnomon.watch.spells import SeriesSpells, find_spells
from gnomon.watch.union import DisjointSets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from gnomon.records.anomaly import Anomaly, Slice

__all__ = ["group_anomalies"]

_USUAL: Final = 0.5  # importance of a metric of which nothing is said
_NO_ALARM: Final = frozenset({Opinion.EXPECTED, Opinion.NOT_AN_ANOMALY, Opinion.NEW_NORMAL})
_SIGNS: Final = b"abcdefghijkmnpqrstuvwxyz23456789" * 8  # no l, o, 0 and 1: people read ids to each other
_Found = list[tuple["Anomaly", float]]


def group_anomalies(
    found: Sequence[Anomaly],
    known: Sequence[Incident],
    *,
    importance: Mapping[str, float],
    rule: Mapping[str, str],
    now: datetime,
    related: Callable[[str, str], bool] | None = None,
) -> tuple[Incident, ...]:
    """Group anomalies, and let incidents that are known grow by them.

    Anomalies of a series with at most nine quiet days between them (two until it has recovered, and a week) are
    one spell. Spells of two series are one event when they share a bucket or follow each other, and one slice
    contains the other, or it is the same slice of related metrics; and when slices of one metric that share
    rows depart in the same bucket to the same side. The result does not depend on the order of what is given,
    and giving the same again changes nothing.

    Parameters
    ----------
    found : sequence of Anomaly
        Of any buckets, those of known incidents included or not.
    known : sequence of Incident
        All that were seen since ten days before the first of ``found``.
    importance : mapping of str to float
        Of metrics, in [0, 1]; 0.5 where nothing is said.
    rule : mapping of str to str
        Hash of what is in force for a metric; an incident keeps that of the day it was found.
    now : datetime
        In UTC, with a zone; kept in the history.
    related : callable, optional
        Whether two metrics share a source or stand below each other in the metric tree.

    Returns
    -------
    tuple of Incident
        New and changed ones, by begin and id. An incident that turned out to be a part of another one is closed
        and names it in ``joined``.
    """
    alone = [each for each in known if not each.joined]
    kept = (anomaly for incident in alone for anomaly in incident.anomalies)
    series, count = find_spells((*kept, *sorted(found, key=_order_same)))
    sets = DisjointSets(count + len(alone))
    join_containing(series, sets)
    join_crossing(series, sets)
    if related is not None:
        join_related(series, sets, related)
    owned = _join_known(series, alone, count, sets)
    owners: defaultdict[int, list[Incident]] = defaultdict(list)
    for place, incident in enumerate(alone):
        owners[sets.find(count + place)].append(incident)
    step = Transition(at=now, before=IncidentState.OPEN, after=IncidentState.OPEN, by=GNOMON, note="found")
    changed = [
        after
        for name, members in _collect(series, sets, importance).items()
        for after in _settle(members, owners.get(name, ()), owned, rule=rule, found=(step,))
    ]
    return tuple(sorted(changed, key=lambda each: (each.began, each.id)))


def _order_same(anomaly: Anomaly) -> tuple[float, str]:
    """Of the same bucket given twice, the most certain one comes last and so counts."""
    return (-anomaly.p_value, anomaly.kind)


def _join_known(
    series: Sequence[SeriesSpells], known: Sequence[Incident], count: int, sets: DisjointSets
) -> set[tuple[str, Slice, str, datetime]]:
    """Keep together what an incident already holds; say which buckets are known."""
    owned: set[tuple[str, Slice, str, datetime]] = set()
    if not known:
        return owned
    place_of: dict[tuple[str, Slice, str, datetime], int] = {}
    for place, incident in enumerate(known):
        for each in incident.anomalies:
            key = (each.metric, each.where, each.grain, each.start)
            owned.add(key)
            if key in place_of:
                sets.join(count + place, count + place_of[key])
            place_of[key] = place
    for each in series:
        for bucket, spell in each.spell_of.items():
            place = place_of.get((each.metric, each.where, each.grain, each.anomalies[bucket].start))
            if place is not None:
                sets.join(spell, count + place)
    return owned


def _collect(
    series: Sequence[SeriesSpells], sets: DisjointSets, importance: Mapping[str, float]
) -> dict[int, _Found]:
    """Anomalies of each set, with their scores."""
    members: defaultdict[int, _Found] = defaultdict(list)
    for each in series:
        weight = importance.get(each.metric, _USUAL)
        for bucket, spell in each.spell_of.items():
            anomaly = each.anomalies[bucket]
            members[sets.find(spell)].append((anomaly, score_anomaly(anomaly, weight)))
    return members


def _settle(
    members: _Found,
    owners: Sequence[Incident],
    owned: set[tuple[str, Slice, str, datetime]],
    *,
    rule: Mapping[str, str],
    found: tuple[Transition, ...],
) -> Iterator[Incident]:
    if not owners:
        yield _open(members, rule=rule, history=found)
        return
    now = found[0].at
    first, *others = sorted(owners, key=lambda each: (each.began, each.id))
    grown = _fill(first, members)
    fresh = [a for a, _ in members if (a.metric, a.where, a.grain, a.start) not in owned]
    absorbed_open = any(not each.is_over for each in others)
    if grown.is_over and (absorbed_open or _is_relapse(grown, fresh)):
        grown = move_incident(grown, IncidentState.REOPENED, at=now, note="out of the ordinary again")
    if grown is not first:
        yield grown
    for each in others:
        yield _absorb(each, first.id, now)


def _open(members: _Found, *, rule: Mapping[str, str], history: tuple[Transition, ...]) -> Incident:
    lead = members[0][0] if len(members) == 1 else _choose_lead(members)
    anomalies, score = _arrange(members, (lead.metric, lead.where))
    return Incident(
        id=_name_incident(lead),
        metric=lead.metric,
        where=lead.where,
        kind=lead.kind,
        side=lead.side,
        grain=lead.grain,
        began=lead.start if len(members) == 1 else min(a.start for a in anomalies),
        last=lead.start if len(members) == 1 else max(a.start for a in anomalies),
        state=IncidentState.OPEN,
        severity=name_severity(score),
        score=score,
        rule=rule.get(lead.metric, ""),
        anomalies=anomalies,
        history=history,
    )


def _fill(incident: Incident, members: _Found) -> Incident:
    """Let it hold these anomalies."""
    anomalies, score = _arrange(members, (incident.metric, incident.where))
    if anomalies == incident.anomalies and score == incident.score:
        return incident
    return replace(
        incident,
        began=min(a.start for a in anomalies),
        last=max(a.start for a in anomalies),
        severity=name_severity(score),
        score=score,
        anomalies=anomalies,
    )


def _arrange(members: _Found, lead: tuple[str, Slice]) -> tuple[tuple[Anomaly, ...], float]:
    """Anomalies of the lead first, then by time, and the highest score."""
    if len(members) == 1:
        anomaly, score = members[0]
        return (anomaly,), round(score, 6)
    ordered = sorted((a for a, _ in members), key=lambda a: ((a.metric, a.where) != lead, _order(a)))
    return tuple(ordered), round(max(score for _, score in members), 6)


def _order(anomaly: Anomaly) -> tuple[datetime, str, str, tuple[tuple[str, bool, str], ...]]:
    return (anomaly.start, anomaly.metric, anomaly.grain, _spell_out(anomaly.where))


def _spell_out(where: Slice) -> tuple[tuple[str, bool, str], ...]:
    """Make slices comparable: null stands before every value."""
    return tuple((dim, value is not None, value or "") for dim, value in where)


def _choose_lead(members: _Found) -> Anomaly:
    """Choose the widest slice, then the gravest series, then the first bucket: what people will call it after."""
    worst: dict[tuple[str, Slice, str], float] = {}
    for anomaly, score in members:
        key = (anomaly.metric, anomaly.where, anomaly.grain)
        worst[key] = max(score, worst.get(key, 0.0))
    return min(
        (anomaly for anomaly, _ in members),
        key=lambda a: (
            len(a.where),
            -worst[a.metric, a.where, a.grain],
            a.metric,
            a.grain,
            _spell_out(a.where),
            a.start,
        ),
    )


def _name_incident(lead: Anomaly) -> str:
    """Ten letters and digits from the series and the first bucket of the lead."""
    text = "\0".join((lead.metric, repr(lead.where), lead.grain, lead.start.isoformat()))
    return hashlib.sha256(text.encode()).digest()[:10].translate(_SIGNS).decode()


def _is_relapse(incident: Incident, fresh: Iterable[Anomaly]) -> bool:
    """Whether what came since opens it again: anything after a recovery, only what is loud after a closing.

    What a person called expected, normal or no anomaly stays closed.
    """
    if incident.feedback and incident.feedback[-1].opinion in _NO_ALARM:
        return False
    if incident.state is IncidentState.RECOVERED:
        return any(True for _ in fresh)
    return any(each.is_loud for each in fresh)


def _absorb(incident: Incident, into: str, now: datetime) -> Incident:
    """Close an incident that is a part of another one; what it held stays readable."""
    note = f"the same event as {into}"
    if incident.state is not IncidentState.CLOSED:
        incident = move_incident(incident, IncidentState.CLOSED, at=now, note=note)
    return replace(incident, joined=into)
