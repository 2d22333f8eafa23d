"""Silence for a metric or a slice, until a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gnomon.app.incidents import name_person
from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.base.time import parse_moment, parse_window
from gnomon.records.mute import Mute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnomon.define import Model
    from gnomon.store import Store

__all__ = ["active_mutes", "end_mute", "mute_incident", "mute_metric", "read_until"]

_ALL = "*"
_STEPS = {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks"}


def mute_metric(  # noqa: PLR0913 - what is silenced, until when, by whom and why
    model: Model,
    store: Store,
    metric: str,
    *,
    until: str,
    where: Mapping[str, str] | None = None,
    reason: str = "",
    by: str | None = None,
    now: datetime | None = None,
) -> Mute:
    """Keep silent about a metric, or all with ``*``, everywhere or in a slice.

    Parameters
    ----------
    until : str
        A time from now (``2 days``) or a moment of the reporting zone (``2024-05-01``).

    Raises
    ------
    UnknownNameError
        If there is no such metric.
    QuestionError
        INC-606 if the moment has passed.
    """
    if metric != _ALL and metric not in model.metrics:
        raise UnknownNameError.of("metric", metric, model.metrics)
    moment = now or datetime.now(UTC)
    mute = Mute(
        metric=metric,
        where=tuple(sorted((where or {}).items())),
        until=read_until(until, now=moment, zone=model.settings.timezone),
        by=by or name_person(),
        reason=reason or "no reason given",
        made_at=moment,
    )
    store.add_mute(mute)
    return mute


def mute_incident(  # noqa: PLR0913 - as above
    model: Model,
    store: Store,
    prefix: str,
    *,
    until: str,
    reason: str = "",
    by: str | None = None,
    now: datetime | None = None,
) -> tuple[Mute, ...]:
    """Keep silent about every series of an incident."""
    incident = store.incident(prefix)
    return tuple(
        mute_metric(
            model, store, metric, until=until, by=by, now=now, reason=reason or f"incident {incident.id}",
            where={dim: value for dim, value in where if value is not None},
        )
        for metric, where in incident.series
        if metric in model.metrics
    )  # fmt: skip


def active_mutes(store: Store, *, now: datetime | None = None) -> tuple[Mute, ...]:
    """List the mutes that are in force."""
    return store.mutes(now or datetime.now(UTC))


def end_mute(store: Store, prefix: str, *, now: datetime | None = None) -> Mute:
    """End a mute before its time, found by the begin of its id.

    Raises
    ------
    UnknownNameError
        If none, or several, are in force under it.
    """
    moment = now or datetime.now(UTC)
    active = {mute.id: mute for mute in store.mutes(moment)}
    found = [mute for name, mute in active.items() if prefix and name.startswith(prefix)]
    if len(found) != 1:
        raise UnknownNameError.of("mute", prefix, active)
    store.end_mute(found[0].id, now=moment)
    return found[0]


def read_until(text: str, *, now: datetime, zone: str) -> datetime:
    """Read until when: a time from now, or a moment of the reporting zone.

    Examples
    --------
    >>> noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    >>> (
    ...     read_until("2 days", now=noon, zone="UTC").isoformat(),
    ...     read_until("2024-05-03", now=noon, zone="UTC").day,
    ... )
    ('2024-05-03T12:00:00+00:00', 3)
    """
    if text[:4].isdigit() and "-" in text:
        moment: date = parse_moment(text)
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day)
        until = moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(zone))
    else:
        window = parse_window(text)
        if window.grain not in _STEPS:
            raise QuestionError(
                f"{text!r} is no time to be silent. Write minutes, hours, days or weeks, or a day such as "
                "2024-05-01.",
                code="INC-607",
            )
        until = now + timedelta(**{_STEPS[window.grain]: window.count})
    if until <= now:
        raise QuestionError(f"{text} has passed. Name a moment to come.", code="INC-606")
    return until.astimezone(UTC)
