"""What time alone does to incidents: they recover, and are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.records.incident import IncidentState
from gnomon.watch.buckets import QUIET_BUCKETS, number_bucket, rest_buckets
from gnomon.watch.lifecycle import move_incident

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from gnomon.records.anomaly import Slice
    from gnomon.records.incident import Incident

__all__ = ["advance_states"]


def advance_states(
    incidents: Sequence[Incident],
    *,
    last_bucket: Mapping[tuple[str, Slice], datetime],
    now: datetime,
    quiet: int = QUIET_BUCKETS,
) -> tuple[Incident, ...]:
    """Recover incidents whose series were quiet for some buckets, and close them after a further week.

    Time is that of the data: after a stop of some weeks the states are those that daily runs would have given.
    Opening an incident again needs an anomaly, which is the business of
    :func:`~gnomon.watch.group.group_anomalies`.

    Parameters
    ----------
    last_bucket : mapping of (metric, slice) to datetime
        Newest bucket of each series that was judged.
    now : datetime
        In UTC, with a zone; kept in the history.
    quiet : int
        Buckets without an anomaly after which an incident has recovered.

    Returns
    -------
    tuple of Incident
        Those that changed.
    """
    moved = (_advance(each, last_bucket, now=now, quiet=quiet) for each in incidents)
    return tuple(after for before, after in zip(incidents, moved, strict=True) if after is not before)


def _advance(
    incident: Incident, last_bucket: Mapping[tuple[str, Slice], datetime], *, now: datetime, quiet: int
) -> Incident:
    newest = [last_bucket[key] for key in incident.series if key in last_bucket]
    if not newest or incident.state is IncidentState.CLOSED:
        return incident
    # the slowest series decides: one whose data is late may still be out of the ordinary
    silent = number_bucket(min(newest), incident.grain) - number_bucket(incident.last, incident.grain)
    if silent < quiet:
        return incident
    if not incident.is_over:
        note = f"quiet for {quiet} buckets" + _settled(incident.kind)
        incident = move_incident(incident, IncidentState.RECOVERED, at=now, note=note)
    if silent > rest_buckets(incident.grain, quiet=quiet):
        incident = move_incident(incident, IncidentState.CLOSED, at=now, note="no relapse within a week")
    return incident


def _settled(kind: str) -> str:
    return "; its new level counts as normal" if kind == "level shift" else ""
