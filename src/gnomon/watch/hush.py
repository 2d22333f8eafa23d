"""When nobody is told: quiet hours, windows of maintenance, mutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gnomon.records.incident import Severity
from gnomon.watch.buckets import end_bucket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.records.anomaly import Anomaly, Slice
    from gnomon.records.incident import Incident
    from gnomon.records.mute import Mute
    from gnomon.records.quiet import Maintenance, QuietHours

__all__ = ["Hush", "end_of_quiet", "find_hush", "find_mute", "is_in_maintenance"]

_ALL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hush:
    """Why a message waits, and until when.

    Attributes
    ----------
    until : datetime
        In UTC, with a zone.
    why : str
        For the list of messages.
    """

    until: datetime
    why: str


def find_hush(
    incident: Incident,
    *,
    now: datetime,
    zone: ZoneInfo,
    quiet: QuietHours | None = None,
    maintenance: Sequence[Maintenance] = (),
    mutes: Sequence[Mute] = (),
) -> Hush | None:
    """Find the reason that holds a message longest; None where it may go at once.

    Parameters
    ----------
    now : datetime
        In UTC, with a zone.
    zone : ZoneInfo
        Of the report: quiet hours and maintenance are wall-clock times in it.
    """
    found: list[Hush] = []
    mute = find_mute(incident, mutes, now=now)
    if mute is not None:
        found.append(Hush(until=mute.until, why=f"muted by {mute.by}: {mute.reason}"))
    window = is_in_maintenance(incident.anomalies, maintenance)
    if window is not None:
        ends = window.end.replace(tzinfo=zone).astimezone(now.tzinfo)
        if ends > now:
            found.append(Hush(until=ends, why=f"maintenance: {window.note or 'planned'}"))
    ends = None if incident.severity is Severity.CRITICAL else end_of_quiet(now, quiet, zone=zone)
    if ends is not None:
        found.append(Hush(until=ends, why="quiet hours"))
    return max(found, key=lambda each: each.until, default=None)


def end_of_quiet(now: datetime, quiet: QuietHours | None, *, zone: ZoneInfo) -> datetime | None:
    """Say when the quiet hours end in which a moment lies; None outside of them.

    Examples
    --------
    >>> from datetime import UTC, time
    >>> from gnomon.records.quiet import QuietHours
    >>> night = QuietHours(start=time(22), end=time(8))
    >>> end_of_quiet(datetime(2024, 5, 1, 23, tzinfo=UTC), night, zone=ZoneInfo("UTC")).isoformat()
    '2024-05-02T08:00:00+00:00'
    """
    if quiet is None or quiet.start == quiet.end:
        return None
    local = now.astimezone(zone)
    clock = local.time()
    over_night = quiet.end < quiet.start
    inside = clock >= quiet.start or clock < quiet.end if over_night else quiet.start <= clock < quiet.end
    if not inside:
        return None
    day = local.date() + timedelta(days=int(over_night and clock >= quiet.start))
    return datetime.combine(day, quiet.end, tzinfo=zone).astimezone(now.tzinfo)


def find_mute(incident: Incident, mutes: Sequence[Mute], *, now: datetime) -> Mute | None:
    """Find the mutes that cover every series of an incident, and of these the one that ends last.

    A mute of a slice covers the slices inside it: one of a country those of its systems as well.
    """
    active = [mute for mute in mutes if mute.until > now]
    used: list[Mute] = []
    for metric, where in incident.series:
        covering = [mute for mute in active if _covers(mute, metric, where)]
        if not covering:
            return None
        used.append(max(covering, key=lambda mute: mute.until))
    return min(used, key=lambda mute: mute.until, default=None)


def _covers(mute: Mute, metric: str, where: Slice) -> bool:
    return mute.metric in {_ALL, metric} and set(mute.where) <= set(where)


def is_in_maintenance(anomalies: Sequence[Anomaly], maintenance: Sequence[Maintenance]) -> Maintenance | None:
    """Find the last window that is touched where every anomaly touches one; None where one stands outside.

    A day that a window of two hours disturbs is a disturbed day.
    """
    used: list[Maintenance] = []
    for each in anomalies:
        end = end_bucket(each.start, each.grain)
        touched = [
            window
            for window in maintenance
            if window.start < end and each.start < window.end and {_ALL, each.metric} & set(window.metrics)
        ]
        if not touched:
            return None
        used.append(max(touched, key=lambda window: window.end))
    return max(used, key=lambda window: window.end, default=None)
