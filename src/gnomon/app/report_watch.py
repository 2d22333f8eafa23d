"""Fill the part of a report that says what was out of the ordinary, and takes it apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from gnomon.app.draw_incident import incident_points
from gnomon.app.progress import Say, say_nothing
from gnomon.app.report_cards import build_card
from gnomon.app.watch_project import find_events
from gnomon.app.watching.gather import gather_series
from gnomon.app.watching.judge import judge_series
from gnomon.app.watching.plan import plan_watch
from gnomon.app.watching.weights import relate_metrics, rules_in_force, weigh_metrics
from gnomon.base.errors import GnomonError
from gnomon.base.time import Grain
from gnomon.define.tree import coarsest_time
from gnomon.records.anomaly import name_slice
from gnomon.records.report import SeriesFigure, WatchFinding, WatchPart
from gnomon.report.incident_text import say_what, title_incident
from gnomon.watch.group import group_anomalies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.app.project import Project
    from gnomon.app.watching.judge import Judged
    from gnomon.define import Model
    from gnomon.records.event import Event
    from gnomon.records.incident import Incident
    from gnomon.records.investigation import Investigation
    from gnomon.store import Store

__all__ = ["build_watch_part"]

_DAYS: Final = 90
_MOST: Final = 6
_WEEK: Final = timedelta(days=6)
_AFTER: Final = timedelta(days=14)
_MOST_LOOKS: Final = 1


def build_watch_part(
    project: Project, *, now: datetime | None = None, store: Store | None = None, say: Say = say_nothing
) -> WatchPart:
    """Replay the watch over the last 90 days, look into what it raised, and take the last week apart.

    Parameters
    ----------
    now : datetime, optional
        The moment that counts as now.
    store : Store, optional
        Where further events are read from.
    """
    say("looking for what is out of the ordinary")
    model, plan = project.model, plan_watch(project.model)
    events = find_events(project, store)
    judged = judge_series(gather_series(project, plan.groups, as_of=now), model.settings.watch, events)
    last = cast("datetime", judged.time.max().item()) if judged.time.size else None
    first = None if last is None else last - timedelta(days=_DAYS - 1)
    grouped = group_anomalies(
        judged.anomalies(since=first),
        (),
        importance=weigh_metrics(model, plan.metrics),
        rule=rules_in_force(model, plan.metrics),
        related=relate_metrics(model, plan.metrics),
        now=now or datetime.now(UTC),
    )
    incidents = sorted(grouped, key=lambda i: (i.began, i.score), reverse=True)
    findings: list[WatchFinding] = []
    for incident in incidents[:_MOST]:
        say(f"looking into {incident.anomalies[0].name}")
        findings.append(_find(project, incident, judged))
    return WatchPart(
        first=first,
        last=last,
        metrics=len(plan.metrics),
        series=len(judged.keys),
        young=_count_young(judged),
        findings=tuple(findings),
        more=max(0, len(incidents) - _MOST),
        events=_quiet_events(events, incidents, first, last),
        looks=_look(project, last, plan.metrics, say),
    )


def _find(project: Project, incident: Incident, judged: Judged) -> WatchFinding:
    from gnomon.app.explain_incidents import investigate_incident

    card = build_card(project.model, incident.metric)
    points = incident_points(incident, judged, after=_AFTER)
    figure = SeriesFigure(
        card=card,
        points=points,
        grain=incident.grain,
        comparison="expected",
        scope=name_slice(incident.where) if incident.where else "",
    )
    found: Investigation | None = None
    failure = ""
    try:
        found = investigate_incident(project, incident)
    except GnomonError as error:  # the incident is told all the same, with the reason
        failure = error.message
    return WatchFinding(
        id=incident.id,
        title=title_incident(incident, card),
        text=say_what(incident, card),
        severity=incident.severity,
        began=incident.began,
        last=incident.last,
        figure=figure if any(p.value is not None for p in points) else None,
        investigation=found,
        failure=failure,
    )


def _count_young(judged: Judged) -> int:
    """Series without a single verdict."""
    told = np.unique(judged.series[np.isfinite(judged.p_value)])
    return len(judged.keys) - told.size


def _quiet_events(
    events: Sequence[Event], incidents: Sequence[Incident], first: datetime | None, last: datetime | None
) -> tuple[Event, ...]:
    """Events of the days that were judged, on whose days no incident began."""
    if first is None or last is None:
        return ()
    began = {incident.began.date() for incident in incidents}
    spans = [(event, _day(event.start), _day(event.end)) for event in events]
    return tuple(
        event
        for event, start, end in spans
        if end >= first.date() and start <= last.date() and not any(start <= day <= end for day in began)
    )


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _look(
    project: Project, last: datetime | None, names: Sequence[str], say: Say
) -> tuple[Investigation, ...]:
    """Take apart the rates of the last week whose change is the most one of mix: nobody sees that in a line."""
    if last is None:
        return ()
    end = last.date()
    looked: list[tuple[float, Investigation]] = []
    for name in names:
        if not _is_rate(project.model, name):
            continue
        say(f"taking {name} apart")
        try:
            found = project.explain(name, period=(end - _WEEK, end), baseline="previous")
        except GnomonError:  # a rate that cannot be taken apart over a week is none to look at
            continue
        share = _mix_share(found)
        if share > 0:
            looked.append((share, found))
    looked.sort(key=lambda each: -each[0])
    return tuple(found for _, found in looked[:_MOST_LOOKS])


def _is_rate(model: Model, name: str) -> bool:
    coarsest = coarsest_time(model, name)
    return model.metrics[name].kind == "ratio" and (coarsest is None or coarsest <= Grain.DAY)


def _mix_share(found: Investigation) -> float:
    """Largest share of all movement over one dimension that is a change of sizes."""
    shares = [0.0]
    for split in found.splits:
        parts = split.explanation.contributions
        gross = sum(abs(p.amount) for p in parts)
        if gross > 0:
            shares.append(sum(abs(p.amount) for p in parts if p.part == "mix") / gross)
    return max(shares)
