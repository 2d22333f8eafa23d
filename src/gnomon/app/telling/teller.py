"""The part of the daily loop that tells people: compose, sum up, send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.app.draw_incident import draw_incident, incident_points
from gnomon.app.telling.compose import card_of, compose_alerts, sum_up_alerts, word_incident
from gnomon.app.telling.deliver import deliver_alerts
from gnomon.app.telling.escalate import escalate_incidents
from gnomon.app.telling.release import what_of
from gnomon.app.telling.send_message import Send, send_message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from gnomon.app.project import Project
    from gnomon.app.telling.deliver import Delivery
    from gnomon.app.watching.judge import Judged
    from gnomon.define import Model
    from gnomon.records.alert import Alert
    from gnomon.records.incident import Incident
    from gnomon.store import Store

__all__ = ["ProjectTeller", "deliver_due", "reword_explained"]


class ProjectTeller:
    """Composes messages into the outbox, and sends what is due.

    Parameters
    ----------
    send : callable
        Sends one message; through ``apprise`` unless given.
    """

    def __init__(self, send: Send = send_message) -> None:
        self._send = send

    def compose(
        self,
        project: Project,
        store: Store,
        *,
        known: Sequence[Incident],
        found: Sequence[Incident],
        now: datetime,
        judged: Judged | None = None,
    ) -> tuple[Alert, ...]:
        """Say what changed: one message for each change that is worth it and each channel that wants it.

        Parameters
        ----------
        judged : Judged, optional
            Verdicts of all buckets, for pictures.
        """
        model = project.model

        def draw(incident: Incident) -> bytes | None:
            if judged is None:
                return None
            points = incident_points(incident, judged)
            return draw_incident(incident, card_of(model, incident.metric), points)

        return compose_alerts(model, known=known, found=found, now=now, mutes=store.mutes(now), draw=draw)

    def sum_up(
        self, project: Project, *, incidents: Sequence[Incident], days: Sequence[date], now: datetime
    ) -> tuple[Alert, ...]:
        """Say in one message a channel what happened on days that were watched late."""
        return sum_up_alerts(project.model, incidents=incidents, days=days, now=now)

    def send(self, project: Project, store: Store, *, now: datetime) -> str:
        """Send what is due, and say how many were sent and what failed."""
        return deliver_due(project.model, store, now=now, send=self._send).text


def deliver_due(model: Model, store: Store, *, now: datetime, send: Send = send_message) -> Delivery:
    """Escalate, put explanations into what waits, and send what is due."""
    escalate_incidents(model, store, now=now)
    reword_explained(model, store)
    return deliver_alerts(model, store, now=now, send=send)


def reword_explained(model: Model, store: Store) -> int:
    """Say messages that wait with the explanation of their incident, where there is one by now; how many."""
    waiting = [each for each in store.alerts(states=("waiting", "held")) if each.incident is not None]
    told = store.explained([each.incident for each in waiting if each.incident is not None])
    count = 0
    for alert in waiting:
        explained = told.get(alert.incident or "")
        if explained is None or not explained.sentences:
            continue
        incident = store.incident(explained.incident)
        message = word_incident(model, incident, what=what_of(alert), explained=explained)
        if message.body != alert.body:
            count += store.reword_alert(
                alert.key, title=message.title, body=message.body, picture=alert.picture
            )
    return count
