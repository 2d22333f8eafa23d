"""Replay the watch over the days behind: which alerts would have been raised, before anybody is paged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gnomon.app.watching.weights import relate_metrics, rules_in_force, weigh_metrics
from gnomon.base.budget import parse_budget

if TYPE_CHECKING:
    from gnomon.app.project import Project
    from gnomon.app.watching.gather import Gathered
    from gnomon.app.watching.plan import WatchPlan
    from gnomon.base.budget import Budget
    from gnomon.records.incident import Incident
    from gnomon.store import Store

__all__ = ["Backtest", "BacktestRow", "backtest_watch", "replay_gathered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRow:
    """What the watch would have said of one metric.

    Attributes
    ----------
    series : int
        Total and slices.
    buckets : int
        Buckets of them that were judged.
    leads, joins : int
        Incidents that would have been called after it, and those that it would only have belonged to.
    """

    metric: str
    series: int
    buckets: int
    leads: int
    joins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What the watch would have said over some days.

    Attributes
    ----------
    first, last : datetime or None
        Buckets that were judged, in the reporting zone; None where there were none.
    days : int
    per_week : float
        Incidents a week.
    budget : Budget
        False alerts that were accepted.
    rows : tuple of BacktestRow
        One a metric, most incidents first.
    incidents : tuple of Incident
        Newest first.
    notes : tuple of str
        What is not watched, and why.
    """

    first: datetime | None
    last: datetime | None
    days: int
    per_week: float
    budget: Budget
    rows: tuple[BacktestRow, ...]
    incidents: tuple[Incident, ...]
    notes: tuple[str, ...]


def backtest_watch(  # noqa: PLR0913 - options are keywords; a spec object would only be written out again
    project: Project,
    *,
    days: int = 90,
    budget: str | None = None,
    metrics: Sequence[str] = (),
    by: Sequence[str] | None = None,
    store: Store | None = None,
    now: datetime | None = None,
    tick: Callable[[int, int, str], None] | None = None,
) -> Backtest:
    """Judge the last days again, each from what was known before it, and group what would have been raised.

    Rows are as they are loaded now: rows that came late count as if they had been there in time.

    Parameters
    ----------
    days : int
        How far back.
    budget : str, optional
        ``5 per week``: another sensitivity than the project's, to try it.
    metrics, by : sequence of str
        Instead of what the project's settings choose.
    """
    from gnomon.app.watching.gather import gather_series
    from gnomon.app.watching.plan import plan_watch

    plan = plan_watch(project.model, metrics=metrics, by=by)
    given = gather_series(project, plan.groups, as_of=now, tick=tick)
    return replay_gathered(project, plan, given, days=days, budget=budget, store=store, now=now)


def replay_gathered(  # noqa: PLR0913 - as above
    project: Project,
    plan: WatchPlan,
    given: Gathered,
    *,
    days: int = 90,
    budget: str | None = None,
    store: Store | None = None,
    now: datetime | None = None,
) -> Backtest:
    """Do the same with series that were asked before."""
    from gnomon.app.watch_project import find_events
    from gnomon.app.watching.judge import judge_series
    from gnomon.watch.group import group_anomalies

    settings = project.model.settings.watch
    settings = settings if budget is None else replace(settings, budget=parse_budget(budget))
    judged = judge_series(given, settings, find_events(project, store))
    last: datetime | None = judged.time.max().item() if judged.time.size else None
    first = None if last is None else last - timedelta(days=days - 1)
    incidents = group_anomalies(
        judged.anomalies(since=first),
        (),
        importance=weigh_metrics(project.model, plan.metrics),
        rule=rules_in_force(project.model, plan.metrics),
        related=relate_metrics(project.model, plan.metrics),
        now=now or datetime.now(UTC),
    )
    import numpy as np

    counted = judged.time >= np.datetime64(first, "us") if first else np.zeros(0, np.bool_)
    counted = counted & np.isfinite(judged.p_value)
    buckets = np.bincount(judged.series[counted], minlength=len(judged.keys))
    rows = [
        BacktestRow(
            metric=name,
            series=sum(key.metric == name for key in judged.keys),
            buckets=int(sum(n for key, n in zip(judged.keys, buckets, strict=True) if key.metric == name)),
            leads=sum(i.metric == name for i in incidents),
            joins=sum(i.metric != name and any(m == name for m, _ in i.series) for i in incidents),
        )
        for name in plan.metrics
    ]
    return Backtest(
        first=first,
        last=last,
        days=days,
        per_week=7 * len(incidents) / days,
        budget=settings.spend(len(plan.metrics)),
        rows=tuple(sorted(rows, key=lambda row: (-row.leads, -row.joins, row.metric))),
        incidents=tuple(sorted(incidents, key=lambda i: (i.began, i.score), reverse=True)),
        notes=(*plan.notes, *given.notes, *judged.notes),
    )
