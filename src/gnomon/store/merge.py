"""Bring together what a run found and what a person did to the same incident meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from gnomon.records.incident import Feedback, Incident, Transition

__all__ = ["merge_incident"]

Said = TypeVar("Said", "Transition", "Feedback")


def merge_incident(stored: Incident, found: Incident) -> Incident:
    """Keep the measurements of the run and everything that people said.

    Where nobody changed the incident since the run read it, what the run found stands. Otherwise the state is
    the stored one, and history and feedback are those of both, in order of time: the next run sees them and
    decides anew.

    Parameters
    ----------
    stored : Incident
        As it stands in the store.
    found : Incident
        As the run wants to save it; its version says which state it was read from.
    """
    if stored.version == found.version:
        return found
    return replace(
        found,
        state=stored.state,
        history=_both(stored.history, found.history),
        feedback=_both(stored.feedback, found.feedback),
    )


def _both(stored: tuple[Said, ...], found: tuple[Said, ...]) -> tuple[Said, ...]:
    return tuple(sorted(dict.fromkeys((*stored, *found)), key=lambda each: each.at))
