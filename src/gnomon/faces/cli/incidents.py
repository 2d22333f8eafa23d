"""Print incidents, and one of them in full."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.tables import print_rows, print_table
from gnomon.records.anomaly import name_slice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from gnomon.app.show_incident import IncidentView
    from gnomon.records.anomaly import Anomaly
    from gnomon.records.incident import Incident

__all__ = ["print_incident_list", "print_incident_view"]

_MOST = 20


def print_incident_list(incidents: Iterable[Incident]) -> None:
    """Print one line an incident."""
    heads = (
        "id",
        "severity",
        "state",
        "began",
        "last",
        "metric",
        "slice",
        "kind",
        "change",
        "series",
        "opinion",
    )
    numbers = {"change", "series"}
    print_table([(head, head in numbers) for head in heads], [_cells(each) for each in incidents])


def _cells(incident: Incident) -> tuple[str, ...]:
    opinion = incident.feedback[-1].opinion.value if incident.feedback else ""
    state = f"part of {incident.joined}" if incident.joined else incident.state.value
    return (
        incident.id,
        incident.severity.value,
        state,
        _moment(incident.began, incident.grain),
        _moment(incident.last, incident.grain),
        incident.metric,
        name_slice(incident.where),
        incident.kind,
        _change(incident.anomalies[0]),
        str(len(incident.series)),
        opinion,
    )


def _change(anomaly: Anomaly) -> str:
    if anomaly.value is None:
        return "no value"
    if anomaly.expected == 0:
        return "from 0"
    return f"{(anomaly.value - anomaly.expected) / abs(anomaly.expected):+.0%}"


def print_incident_view(view: IncidentView) -> None:
    """Print title, sentences, buckets, history, opinions and messages under headings."""
    incident = view.incident
    click.echo(click.style(view.title, bold=True))
    click.echo(textwrap.fill(view.text, 100, break_on_hyphens=False))
    if incident.joined:
        click.echo(f"It is a part of incident {incident.joined}.")
    if view.is_outdated:
        click.echo(
            "It was found under an earlier definition or earlier settings; what it says is of that time."
        )
    _section("Buckets out of the ordinary")
    print_table(
        [("bucket", False), ("metric", False), ("slice", False), ("kind", False)]
        + [(head, True) for head in ("value", "expected", "low", "high", "p-value")],
        [_bucket(a) for a in incident.anomalies[:_MOST]],
    )
    if len(incident.anomalies) > _MOST:
        click.echo(f"and {len(incident.anomalies) - _MOST} more: --json lists all.")
    if view.explained is not None:
        _section("Explanation")
        click.echo(
            "\n".join(textwrap.fill(s, 100) for s in view.explained.sentences) or view.explained.outcome
        )
    _section("History")
    print_rows(("at (UTC)", "state", "by", "note"), list(_history(incident)))
    if incident.feedback:
        _section("Opinions")
        rows = [(f"{f.at:%Y-%m-%d %H:%M}", f.opinion.value, f.by, f.reason) for f in incident.feedback]
        print_rows(("at (UTC)", "opinion", "by", "reason"), rows)
    if view.lessons:
        _section("Not raised again")
        click.echo("\n".join(view.lessons))
    if view.alerts:
        _section("Told")
        alerts = [(a.channel, a.state, f"{a.made_at:%Y-%m-%d %H:%M}", a.title, a.error) for a in view.alerts]
        print_rows(("channel", "state", "written (UTC)", "title", ""), alerts)


def _history(incident: Incident) -> Iterator[tuple[str, str, str, str]]:
    for step in incident.history:
        yield f"{step.at:%Y-%m-%d %H:%M}", step.after.value, step.by, step.note


def _bucket(a: Anomaly) -> tuple[str, ...]:
    numbers = (a.value, a.expected, a.low, a.high)
    shown = ["none" if v is None else f"{v:,.6g}" for v in numbers]
    return (_moment(a.start, a.grain), a.metric, name_slice(a.where), a.kind, *shown, f"{a.p_value:.2g}")


def _moment(start: datetime, grain: str) -> str:
    is_short = "hour" in grain or "minute" in grain
    return f"{start:%Y-%m-%d %H:%M}" if is_short else f"{start:%Y-%m-%d}"


def _section(title: str) -> None:
    click.echo(f"\n{click.style(title, bold=True)}")
