"""Records to keep in a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gnomon.records.alert import Alert
from gnomon.records.anomaly import Anomaly
from gnomon.records.incident import Feedback, Incident, IncidentState, Opinion, Severity, Transition

NOW = datetime(2024, 5, 2, 6, tzinfo=UTC)
DAY = datetime(2024, 5, 1)
MINUTE = timedelta(minutes=1)


def make_anomaly(metric="dau", where=(), start=DAY, **changes):
    made = Anomaly(
        metric=metric, where=where, grain="day", start=start, value=900.0, expected=1000.0, low=950.0, high=1050.0,
        p_value=0.1 + 0.2, kind="drop",
    )  # fmt: skip
    return replace(made, **changes)


def make_incident(key="k3v9x2m1qa", **changes):
    lead = make_anomaly()
    made = Incident(
        id=key, metric="dau", where=(), kind="drop", side=-1, grain="day", began=DAY, last=DAY,
        state=IncidentState.OPEN, severity=Severity.HIGH, score=0.6, rule="r1", anomalies=(lead,),
    )  # fmt: skip
    return replace(made, **changes)


def make_alert(key="k3v9x2m1qa:opened:team", **changes):
    made = Alert(
        key=key,
        channel="team",
        incident="k3v9x2m1qa",
        title="dau fell",
        body="By 10 %.",
        made_at=NOW,
        due_at=NOW,
    )
    return replace(made, **changes)


def acknowledge(incident, by="Ada"):
    step = Transition(at=NOW, before=incident.state, after=IncidentState.ACKNOWLEDGED, by=by)
    return replace(incident, state=IncidentState.ACKNOWLEDGED, history=(*incident.history, step))


def judge(incident, opinion=Opinion.REAL):
    return replace(
        incident, feedback=(*incident.feedback, Feedback(at=NOW, opinion=opinion, by="Ada", reason="seen"))
    )


def save_found(store, *incidents, alerts=(), verdicts=(), rules=None):
    """Save as a run does, under a lease of its own."""
    fence = store.take_lease("run", holder="test", seconds=60, now=NOW)
    store.commit_watch(
        run="2024-05-01",
        verdicts=verdicts,
        incidents=incidents,
        alerts=alerts,
        fence=fence,
        rules=rules or {},
        now=NOW,
    )
    store.drop_lease("run", fence=fence)
