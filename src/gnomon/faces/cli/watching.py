"""Print what a watch found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gnomon.base.shown_numbers import show_count
from gnomon.faces.cli.tables import print_table
from gnomon.faces.cli.terminal import hint
from gnomon.records.anomaly import name_slice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gnomon.app.watch_backtest import Backtest
    from gnomon.app.watch_project import Watched
    from gnomon.records.incident import Incident

__all__ = ["print_backtest", "print_incidents", "print_watched"]


def print_watched(watched: Watched, *, days: int) -> None:
    """Print one line an incident, and what was looked at."""
    if watched.incidents:
        print_incidents(watched.incidents)
        click.echo()
    span = "day" if days == 1 else f"{days} days"
    through = f" through {watched.through:%Y-%m-%d}" if watched.through else ""
    click.echo(
        f"{show_count(len(watched.incidents), 'incident')} in the last {span}{through}: "
        f"{len(watched.metrics)} metrics, {watched.series} series, {watched.seconds:.1f} s."
    )
    for note in watched.notes:
        hint(f"not watched: {note}")
    if not watched.series:
        hint("Nothing to watch: name metrics with --metric, or make some core (`gnomon list metrics`).")
    elif not watched.has_history:
        hint("No series has enough history yet: six weeks by day, three by hour, 26 weeks by week.")
    elif watched.incidents:
        hint("Ask why with `gnomon explain METRIC --period DAY`; keep and tell incidents with `gnomon run`.")


def print_backtest(found: Backtest) -> None:
    """Print one line a metric, then the incidents."""
    rows = [
        (row.metric, f"{row.series:,}", f"{row.buckets:,}", f"{row.leads:,}", f"{row.joins:,}")
        for row in found.rows
    ]
    heads = (("metric", False), ("series", True), ("buckets", True), ("alerts", True), ("joins", True))
    print_table(heads, rows)
    click.echo()
    if found.incidents:
        print_incidents(found.incidents)
        click.echo()
    window = f"{found.first:%Y-%m-%d} to {found.last:%Y-%m-%d}" if found.first and found.last else "no data"
    click.echo(
        f"{show_count(len(found.incidents), 'incident')} in {show_count(found.days, 'day')} ({window}), "
        f"{found.per_week:.1f} a week; "
        f"the budget of false ones is {found.budget.per_day * 7:.3g} a week."
    )
    for note in found.notes:
        hint(f"not watched: {note}")


def print_incidents(incidents: Iterable[Incident]) -> None:
    """Print one line an incident."""
    heads = (
        ("id", False), ("began", False), ("last", False), ("severity", False), ("state", False),
        ("metric", False), ("slice", False), ("kind", False), ("value", True), ("expected", True), ("series", True),
    )  # fmt: skip
    print_table(heads, [_cells(incident) for incident in incidents])


def _cells(incident: Incident) -> tuple[str, ...]:
    lead = incident.anomalies[0]
    form = "%Y-%m-%d %H:%M" if incident.grain == "hour" else "%Y-%m-%d"
    value = "none" if lead.value is None else f"{lead.value:,.4g}"
    return (
        incident.id, format(incident.began, form), format(incident.last, form), incident.severity.value,
        incident.state.value, incident.metric, name_slice(incident.where), incident.kind, value,
        f"{lead.expected:,.4g}", f"{len(incident.series):,}",
    )  # fmt: skip
