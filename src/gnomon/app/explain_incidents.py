"""Explain the incidents that nobody explained yet, the gravest first."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from gnomon.base.errors import GnomonError
from gnomon.base.plain import to_plain
from gnomon.base.shown_numbers import show_value
from gnomon.records.anomaly import name_slice
from gnomon.records.explained import Explained
from gnomon.records.incident import IncidentState
from gnomon.watch.buckets import end_bucket

if TYPE_CHECKING:
    from datetime import date, datetime

    from gnomon.app.progress import Say
    from gnomon.app.project import Project
    from gnomon.records.anomaly import Anomaly
    from gnomon.records.incident import Incident
    from gnomon.records.investigation import Investigation
    from gnomon.store import Store

__all__ = ["MOST_EXPLAINED", "explain_incidents", "investigate_incident"]

MOST_EXPLAINED: Final = 12
_SILENT: Final = ("within the usual range", "not enough data")
_RECENT: Final = timedelta(days=14)
_OPEN: Final = (IncidentState.OPEN, IncidentState.REOPENED, IncidentState.ACKNOWLEDGED)


def explain_incidents(project: Project, store: Store, *, now: datetime, say: Say) -> str:
    """Explain open incidents of the last two weeks that have no explanation, and say how many.

    An incident that cannot be explained is left without an explanation, and the reason is counted in the text:
    alerts go out all the same.
    """
    waiting = _waiting(project, store, now)
    failed: list[str] = []
    for incident in waiting[:MOST_EXPLAINED]:
        say(f"explaining {incident.anomalies[0].name}")
        try:
            store.save_explained(_explain(project, incident, now))
        except GnomonError as error:
            failed.append(f"{incident.id} not: {error}")
    later = len(waiting) - MOST_EXPLAINED
    told = [f"incidents explained: {min(len(waiting), MOST_EXPLAINED) - len(failed)}", *failed]
    if later > 0:
        told.append(f"left for the next run: {later}")
    return "; ".join(told)


def _waiting(project: Project, store: Store, now: datetime) -> list[Incident]:
    wall = now.astimezone(ZoneInfo(project.model.settings.timezone)).replace(tzinfo=None)
    found = [
        each
        for each in store.incidents(states=_OPEN, since=wall - _RECENT)
        if not each.joined and each.metric in project.model.metrics
    ]
    explained = store.explained([each.id for each in found])
    return sorted(
        (each for each in found if each.id not in explained), key=lambda each: (-each.score, each.id)
    )


def investigate_incident(project: Project, incident: Incident) -> Investigation:
    """Look into the metric that an incident is called after, on the days of its first bucket."""
    lead = incident.anomalies[0]
    is_total_day = lead.grain == "day" and not lead.where
    found = project.explain(
        incident.metric, period=_days(incident), expected=lead.expected if is_total_day else None
    )
    return _add_slice(found, lead) if lead.where and found.outcome in _SILENT else found


def _add_slice(found: Investigation, lead: Anomaly) -> Investigation:
    """Say what is out of the ordinary where the whole is not: an alarm of a slice is no false one for that."""
    shown = "no row" if lead.value is None else show_value(lead.value)
    own = f"Out of the ordinary is {name_slice(lead.where)}: {shown}, where {show_value(lead.expected)} was expected."
    return replace(found, sentences=(*found.sentences, own))


def _explain(project: Project, incident: Incident, now: datetime) -> Explained:
    found = investigate_incident(project, incident)
    return Explained(
        incident=incident.id,
        made_at=now,
        outcome=found.outcome,
        sentences=found.sentences,
        document=json.dumps(to_plain(found), ensure_ascii=False, allow_nan=False),
    )


def _days(incident: Incident) -> tuple[date, date]:
    """Days of the bucket with which the incident began."""
    lead = incident.anomalies[0]
    ends = end_bucket(lead.start, lead.grain)
    return lead.start.date(), max(lead.start, ends - timedelta(microseconds=1)).date()
