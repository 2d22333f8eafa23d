"""What is worth telling when an incident changed, and under which key nobody is told it twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gnomon.records.incident import IncidentState
from gnomon.watch.lifecycle import opened_at
from gnomon.watch.severity import rank_severity

if TYPE_CHECKING:
    from gnomon.records.anomaly import Anomaly, Slice
    from gnomon.records.incident import Incident

__all__ = ["News", "find_escalation", "find_news", "key_alert"]

_WAITING = frozenset({IncidentState.OPEN, IncidentState.REOPENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing to say of an incident.

    Attributes
    ----------
    what : str
        ``opened``, ``louder``, ``turned``, ``reopened``, ``recovered`` or ``escalated``.
    mark : str
        Tells it apart from the same thing said before: the bucket, or how often it was escalated.
    """

    what: str
    mark: str = ""


def find_news(before: Incident | None, after: Incident) -> News | None:
    """Compare an incident with what was known of it: the one thing that people should hear, or None.

    A closing is a person's own doing or follows a recovery that was told; more of the same is no news.
    """
    if after.joined:
        return None
    if before is None:
        return News(what="opened")
    what = _name_move(before, after) or (None if after.is_over else _name_growth(before, after))
    return None if what is None else News(what=what, mark=after.last.isoformat(timespec="minutes"))


def _name_move(before: Incident, after: Incident) -> str | None:
    if after.state is before.state:
        return None
    if after.state is IncidentState.REOPENED:
        return "reopened"
    steps = {step.after for step in after.history[len(before.history) :]}
    return "recovered" if IncidentState.RECOVERED in steps else None


def _name_growth(before: Incident, after: Incident) -> str | None:
    # a bucket that was measured anew, after late rows, is no new one
    known, lead = {_name(a) for a in before.anomalies}, (after.metric, after.where)
    sides = [a.side for a in before.anomalies if (a.metric, a.where) == lead]
    fresh = [
        a for a in after.anomalies if _name(a) not in known and a.is_loud and (a.metric, a.where) == lead
    ]
    if sides and any(a.side == -sides[-1] for a in fresh):
        return "turned"
    is_graver = rank_severity(after.severity) > rank_severity(before.severity)
    return "louder" if fresh or is_graver else None


def _name(anomaly: Anomaly) -> tuple[str, Slice, str, datetime]:
    return (anomaly.metric, anomaly.where, anomaly.grain, anomaly.start)


def find_escalation(incident: Incident, steps: tuple[timedelta, ...], *, now: datetime) -> tuple[News, ...]:
    """Say which steps of an escalation are due: the incident is open, and nobody took it for so long.

    Parameters
    ----------
    steps : tuple of timedelta
        How long each waits after the one before; the first waits from the last opening on.
    now : datetime
        In UTC, with a zone.
    """
    opened = opened_at(incident)
    if incident.state not in _WAITING or opened is None:
        return ()
    due: list[News] = []
    for place, step in enumerate(steps, 1):
        opened += step
        if opened > now:
            break
        due.append(News(what="escalated", mark=str(place)))
    return tuple(due)


def key_alert(incident: Incident, news: News, channel: str) -> str:
    """Name a message for ever: the same thing said of the same incident on the same channel is one message.

    Escalations after a reopening are new ones.
    """
    again = sum(step.after is IncidentState.REOPENED for step in incident.history)
    round_ = f" {again}" if news.what == "escalated" and again else ""
    return f"{incident.id} {news.what}{f' {news.mark}' if news.mark else ''}{round_} {channel}"
