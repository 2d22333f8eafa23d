"""What people do with incidents: take them, close them, open them again, say what they were."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gnomon.base.errors import QuestionError, nearest_hint
from gnomon.records.incident import Feedback, IncidentState, Opinion, Severity
from gnomon.watch.lifecycle import can_move, move_incident
from gnomon.watch.severity import rank_severity
from gnomon.watch.training import enter_calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.records.event import Event
    from gnomon.records.incident import Incident
    from gnomon.store import Store

__all__ = ["Said", "change_state", "list_incidents", "name_person", "read_opinion", "say_opinion"]

_OVER = frozenset({IncidentState.RECOVERED, IncidentState.CLOSED})
_ENDS = frozenset({Opinion.EXPECTED, Opinion.NOT_AN_ANOMALY, Opinion.NEW_NORMAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an opinion changed.

    Attributes
    ----------
    incident : Incident
        As it stands now.
    event : Event or None
        Entry of the calendar that was made.
    """

    incident: Incident
    event: Event | None = None


def list_incidents(
    store: Store,
    *,
    states: Sequence[IncidentState] = (),
    metric: str | None = None,
    severity: Severity = Severity.LOW,
    has_all: bool = False,
    limit: int | None = None,
) -> tuple[Incident, ...]:
    """List incidents: those that somebody should look at, the gravest first, or all of them, the newest first.

    Parameters
    ----------
    states : sequence of IncidentState
        Only these; unless given, all that are not over.
    severity : Severity
        The least that is listed.
    has_all : bool
        Those that are over or are part of another one as well.
    """
    found = store.incidents(states=tuple(states), metric=metric)
    least = rank_severity(severity)
    kept = [
        each
        for each in found
        if rank_severity(each.severity) >= least
        and (has_all or states or (not each.is_over and not each.joined))
    ]
    if not has_all:
        kept.sort(key=lambda each: (each.is_over, -each.score, each.began, each.id))
    return tuple(kept[:limit])


def change_state(
    store: Store,
    prefix: str,
    to: IncidentState,
    *,
    by: str | None = None,
    note: str = "",
    now: datetime | None = None,
) -> Incident:
    """Change the state of an incident by hand.

    Parameters
    ----------
    prefix : str
        Begin of the id.
    by : str, optional
        The person; the user of the system unless given.

    Raises
    ------
    UnknownNameError
        If there is no such incident.
    QuestionError
        INC-601 if the state may not follow.
    """
    moment = now or datetime.now(UTC)
    moved = move_incident(store.incident(prefix), to, at=moment, by=by or name_person(), note=note)
    return store.save_incident(moved, now=moment)


def say_opinion(
    store: Store,
    prefix: str,
    opinion: Opinion,
    *,
    reason: str,
    by: str | None = None,
    now: datetime | None = None,
) -> Said:
    """Say what an incident was; what was said before stays readable, the last word counts.

    What was expected, is normal now or was no anomaly is closed as well. What was expected enters the
    calendar; taking the opinion back takes it out again.
    """
    moment, person = now or datetime.now(UTC), by or name_person()
    incident = store.incident(prefix)
    before = _entry_of(incident)
    feedback = Feedback(at=moment, opinion=opinion, by=person, reason=reason)
    changed = replace(incident, feedback=(*incident.feedback, feedback))
    if opinion in _ENDS and can_move(changed.state, IncidentState.CLOSED):
        changed = move_incident(
            changed, IncidentState.CLOSED, at=moment, by=person, note=f"{opinion.value}: {reason}"
        )
    saved = store.save_incident(changed, now=moment)
    event = enter_calendar(saved, feedback)
    if before is not None and before in store.events():
        store.drop_event(before.name, start=before.start)
    if event is not None:
        store.add_event(event)
    return Said(incident=saved, event=event)


def _entry_of(incident: Incident) -> Event | None:
    """The entry of the calendar that the last opinion made."""
    return enter_calendar(incident, incident.feedback[-1]) if incident.feedback else None


def read_opinion(text: str) -> Opinion:
    """Read an opinion; dashes may stand for blanks.

    Raises
    ------
    QuestionError
        INC-605 if it is none.

    Examples
    --------
    >>> read_opinion("not-an-anomaly").value
    'not an anomaly'
    """
    wanted = text.strip().lower().replace("-", " ").replace("_", " ")
    known = {opinion.value: opinion for opinion in Opinion}
    if wanted not in known:
        hint = nearest_hint(wanted, known, otherwise=f"Say one of: {', '.join(known)}.")
        raise QuestionError(f"{text!r} is no opinion. {hint}", code="INC-605")
    return known[wanted]


def name_person() -> str:
    """Name who sits at the keyboard."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without users
        return "somebody"
