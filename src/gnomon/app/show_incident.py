"""One incident with all that is known of it: sentences, buckets, history, opinions, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gnomon.app.telling.compose import word_incident
from gnomon.app.watching.weights import rules_in_force
from gnomon.watch.lessons import read_lessons

if TYPE_CHECKING:
    from gnomon.define import Model
    from gnomon.records.alert import Alert
    from gnomon.records.explained import Explained
    from gnomon.records.incident import Incident
    from gnomon.store import Store

__all__ = ["IncidentView", "show_incident"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """What a person sees of an incident.

    Attributes
    ----------
    title, text : str
        As its message says them.
    explained : Explained or None
        The explanation, where there is one.
    lessons : tuple of str
        Patterns that are not raised again because of it.
    alerts : tuple of Alert
        What was told, or will be; without pictures.
    is_outdated : bool
        The metric's definition or the settings of the watch changed since it was found.
    """

    incident: Incident
    title: str
    text: str
    explained: Explained | None
    lessons: tuple[str, ...]
    alerts: tuple[Alert, ...]
    is_outdated: bool


def show_incident(model: Model, store: Store, prefix: str) -> IncidentView:
    """Find an incident by the begin of its id.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    incident = store.incident(prefix)
    explained = store.explained([incident.id]).get(incident.id)
    what = "recovered" if incident.is_over and not incident.joined else "opened"
    message = word_incident(model, incident, what=what, explained=explained)
    said = [(incident, feedback) for feedback in incident.feedback]
    is_known = incident.metric in model.metrics
    rule = rules_in_force(model, (incident.metric,))[incident.metric] if is_known else ""
    return IncidentView(
        incident=incident,
        title=message.title,
        text=message.body.split("\n\n")[0],
        explained=explained,
        lessons=tuple(lesson.text for lesson in read_lessons(said)),
        alerts=store.alerts(incident=incident.id),
        is_outdated=bool(incident.rule) and incident.rule != rule,
    )
