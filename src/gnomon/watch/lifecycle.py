"""States of an incident and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gnomon.base.errors import QuestionError
from gnomon.records.incident import IncidentState, Transition

if TYPE_CHECKING:
    from datetime import datetime

    from gnomon.records.incident import Incident

__all__ = ["GNOMON", "TRANSITIONS", "can_move", "move_incident", "opened_at"]

GNOMON: Final = "gnomon"
_OPEN, _SEEN, _EXPLAINED = IncidentState.OPEN, IncidentState.ACKNOWLEDGED, IncidentState.EXPLAINED
_RECOVERED, _CLOSED, _AGAIN = IncidentState.RECOVERED, IncidentState.CLOSED, IncidentState.REOPENED

TRANSITIONS: Mapping[IncidentState, frozenset[IncidentState]] = MappingProxyType(
    {
        _OPEN: frozenset({_SEEN, _EXPLAINED, _RECOVERED, _CLOSED}),
        _SEEN: frozenset({_EXPLAINED, _RECOVERED, _CLOSED}),
        _EXPLAINED: frozenset({_SEEN, _RECOVERED, _CLOSED}),
        _RECOVERED: frozenset({_CLOSED, _AGAIN}),
        _CLOSED: frozenset({_AGAIN}),
        _AGAIN: frozenset({_SEEN, _EXPLAINED, _RECOVERED, _CLOSED}),
    }
)
"""From each state, the states that may follow."""


def can_move(before: IncidentState, after: IncidentState) -> bool:
    """Whether one state may follow another.

    Examples
    --------
    >>> can_move(IncidentState.OPEN, IncidentState.CLOSED), can_move(IncidentState.CLOSED, IncidentState.OPEN)
    (True, False)
    """
    return after in TRANSITIONS[before]


def move_incident(
    incident: Incident, to: IncidentState, *, at: datetime, by: str = GNOMON, note: str = ""
) -> Incident:
    """Change the state and keep how it came to it.

    Parameters
    ----------
    at : datetime
        In UTC, with a zone.
    by : str
        A person's name, or ``gnomon``.

    Raises
    ------
    QuestionError
        INC-601 if the state may not follow; the message names those that may.
    """
    if not can_move(incident.state, to):
        allowed = ", ".join(state.value for state in IncidentState if can_move(incident.state, state))
        raise QuestionError(
            f"Incident {incident.id} is {incident.state.value} and cannot become {to.value}. "
            f"From here it can become: {allowed}.",
            code="INC-601",
        )
    step = Transition(at=at, before=incident.state, after=to, by=by, note=note)
    return replace(incident, state=to, history=(*incident.history, step))


def opened_at(incident: Incident) -> datetime | None:
    """Say when it was last opened or reopened; None where nothing is kept."""
    opening = (step.at for step in reversed(incident.history) if step.after in {_OPEN, _AGAIN})
    return next(opening, None)
