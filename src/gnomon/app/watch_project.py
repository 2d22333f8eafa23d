"""Watch a project: judge the core metrics and their slices, and group what is out of the ordinary."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, cast
from zoneinfo import ZoneInfo

from gnomon.app.lessons import read_learned
from gnomon.app.watching.weights import relate_metrics, rules_in_force, weigh_metrics

if TYPE_CHECKING:
    from gnomon.app.project import Project
    from gnomon.app.watching.gather import SeriesKey
    from gnomon.app.watching.judge import Judged
    from gnomon.records.anomaly import Anomaly, Slice
    from gnomon.records.event import Event
    from gnomon.records.incident import Incident
    from gnomon.store import Store

__all__ = ["Watched", "find_events", "watch_project"]

_RAISED_DAYS: Final = 7
_KNOWN_DAYS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a watch found.

    Attributes
    ----------
    now : datetime
        The moment that counted as now, in UTC.
    through : datetime or None
        Begin of the newest bucket that was judged, in the reporting zone; None where nothing was.
    metrics : tuple of str
        What was watched.
    judged : Judged
        Verdicts of all buckets.
    anomalies : tuple of Anomaly
        Out of the ordinary in the days that are raised.
    known : tuple of Incident
        As the store had them.
    incidents : tuple of Incident
        New and changed ones, the gravest first.
    notes : tuple of str
        What was not watched, and why.
    seconds : float
    """

    now: datetime
    through: datetime | None
    metrics: tuple[str, ...]
    judged: Judged
    anomalies: tuple[Anomaly, ...]
    known: tuple[Incident, ...]
    incidents: tuple[Incident, ...]
    notes: tuple[str, ...]
    seconds: float

    @property
    def series(self) -> int:
        """How many series were judged."""
        return len(self.judged.keys)

    @property
    def has_history(self) -> bool:
        """Whether any bucket could be judged."""
        return bool((self.judged.p_value == self.judged.p_value).any())

    def to_document(self, *, points_of: int = 0) -> dict[str, object]:
        """What a JSON document says.

        Parameters
        ----------
        points_of : int
            Days whose every bucket is listed too.
        """
        since = None if self.through is None else self.through - timedelta(days=points_of - 1)
        return {
            "now": self.now,
            "through": self.through,
            "metrics": self.metrics,
            "series": self.series,
            "incidents": self.incidents,
            "anomalies": self.anomalies,
            "points": self.judged.points(since=since) if points_of and since is not None else (),
            "notes": self.notes,
            "seconds": self.seconds,
        }


def watch_project(  # noqa: PLR0913 - options are keywords; a spec object would only be written out again
    project: Project,
    *,
    store: Store | None = None,
    now: datetime | None = None,
    metrics: Sequence[str] = (),
    by: Sequence[str] | None = None,
    days: int = _RAISED_DAYS,
    tick: Callable[[int, int, str], None] | None = None,
) -> Watched:
    """Judge the watched series and group the last days' anomalies into incidents; nothing is saved.

    Parameters
    ----------
    store : Store, optional
        Where known incidents and events are read from; without one, all that is found is new.
    now : datetime, optional
        The moment that counts as now; rows that came later do not count.
    metrics, by : sequence of str
        Instead of what the project's settings choose.
    days : int
        Anomalies of so many days are raised; older ones only train.
    tick : callable, optional
        Told of groups done, groups in all, and the name of the next one.
    """
    from gnomon.app.watching.gather import gather_series
    from gnomon.app.watching.judge import judge_series
    from gnomon.app.watching.plan import plan_watch
    from gnomon.watch.advance import advance_states
    from gnomon.watch.group import group_anomalies

    began = time.perf_counter()
    moment = now or datetime.now(UTC)
    plan = plan_watch(project.model, metrics=metrics, by=by)
    given = gather_series(project, plan.groups, as_of=now, tick=tick)
    learned = read_learned(project.model, store)
    judged = judge_series(
        given,
        project.model.settings.watch,
        find_events(project, store),
        excluded=learned.excluded,
        factors=learned.factors,
    )
    through = _through(judged)
    since = None if through is None else through - timedelta(days=days - 1)
    found = learned.hear(judged.anomalies(since=since)).raised
    wall = moment.astimezone(ZoneInfo(project.model.settings.timezone)).replace(tzinfo=None)
    known = () if store is None else store.incidents(since=wall - timedelta(days=_KNOWN_DAYS))
    grouped = group_anomalies(
        found,
        known,
        importance=weigh_metrics(project.model, plan.metrics),
        rule=rules_in_force(project.model, plan.metrics),
        related=relate_metrics(project.model, plan.metrics),
        now=moment,
    )
    current = {**{i.id: i for i in known}, **{i.id: i for i in grouped}}
    moved = advance_states(tuple(current.values()), last_bucket=_last_buckets(judged.keys), now=moment)
    changed = {**{i.id: i for i in grouped}, **{i.id: i for i in moved}}
    return Watched(
        now=moment,
        through=through,
        metrics=plan.metrics,
        judged=judged,
        anomalies=found,
        known=known,
        incidents=tuple(sorted(changed.values(), key=lambda i: (-i.score, i.began, i.id))),
        notes=(*plan.notes, *given.notes, *judged.notes),
        seconds=time.perf_counter() - began,
    )


def find_events(project: Project, store: Store | None) -> tuple[Event, ...]:
    """Events that the project's files name, then those of the store."""
    kept = () if store is None else store.events()
    return (*project.model.events, *kept)


def _through(judged: Judged) -> datetime | None:
    return cast("datetime", judged.time.max().item()) if judged.time.size else None


def _last_buckets(keys: Sequence[SeriesKey]) -> dict[tuple[str, Slice], datetime]:
    return {(key.metric, key.where): cast("datetime", key.last.item()) for key in keys}
