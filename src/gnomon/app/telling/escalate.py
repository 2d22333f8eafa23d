"""Tell the next channel of incidents that nobody took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.app.telling.compose import make_alert, wants, word_incident
from gnomon.records.incident import IncidentState
from gnomon.watch.news import find_escalation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gnomon.define import Model
    from gnomon.define.channels import Channel
    from gnomon.records.alert import Alert
    from gnomon.store import Store

__all__ = ["escalate_incidents", "escalation_chain"]


def escalate_incidents(model: Model, store: Store, *, now: datetime) -> tuple[Alert, ...]:
    """Put the escalations that are due into the outbox; those that are there already stay as they are."""
    chains = [escalation_chain(model.settings.notices.channels, c) for c in model.settings.notices.channels]
    chains = [chain for chain in chains if len(chain) > 1]
    if not chains:
        return ()
    waiting = store.incidents(states=(IncidentState.OPEN, IncidentState.REOPENED))
    mutes = store.mutes(now)
    alerts: dict[str, Alert] = {}
    for incident in waiting:
        for chain in chains:
            if not wants(chain[0], incident.severity):
                continue
            steps = tuple(channel.escalate_after for channel in chain[:-1])
            for news in find_escalation(incident, steps, now=now):
                message = word_incident(model, incident, what=news.what)
                target = chain[int(news.mark)]
                alert = make_alert(model, target, incident, news, message, now=now, mutes=mutes)
                alerts.setdefault(alert.key, alert)
    store.add_alerts(tuple(alerts.values()))
    return tuple(alerts.values())


def escalation_chain(channels: Mapping[str, Channel], name: str) -> tuple[Channel, ...]:
    """List a channel and those that it escalates to, one after the other."""
    chain = [channels[name]]
    while chain[-1].escalate_to:
        chain.append(channels[chain[-1].escalate_to])
    return tuple(chain)
