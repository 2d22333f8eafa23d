"""Watch one world over its days again, explain what was found, and hold both against the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.worlds.kept import load_gathered, save_gathered
from benchmarks.worlds.material import Effect, measure_effect
from benchmarks.worlds.truth import TrueEvent, World
from gnomon.app.explain_incidents import investigate_incident
from gnomon.app.project import Project
from gnomon.app.watch_backtest import Backtest, replay_gathered
from gnomon.app.watching.gather import Gathered, SeriesKey, gather_series
from gnomon.app.watching.plan import plan_watch
from gnomon.base.errors import GnomonError
from gnomon.define.packs.needs import find_sources
from gnomon.records.incident import Incident
from gnomon.records.investigation import Investigation

__all__ = ["HISTORY", "JudgedEvent", "LookedAt", "look_at"]

HISTORY = 49  # days of history before an event counts: the six weeks that verdicts wait for, and one
Where = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedEvent:
    """What became of one event.

    Attributes
    ----------
    best : str
        Watched series that it moved most, in days' noise, among those that the bar calls material.
    effect : Effect
        On that series.
    found : int
        Incidents that it gave; those of the days after it count too.
    is_found : bool
        Whether one of them has a bucket in its own days.
    answer : str
        First answer of the explanation: the segment, or what the outcome is.
    is_true : bool or None
        Whether that is the segment; None where it cannot be asked: everybody, no material effect there, or not found.
    outcome : str
        Of the explanation; empty where nothing was found.
    """

    event: TrueEvent
    best: str
    effect: Effect
    found: int
    is_found: bool
    answer: str = ""
    is_true: bool | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What became of one world.

    Attributes
    ----------
    events : tuple of JudgedEvent
        Those that began with enough history.
    false : tuple of Incident
        They overlap no event on tables that they read.
    metric_days : int
        Metrics times days that were judged.
    quiet_weeks, loud_weeks : int
        Weeks that no event reaches, and those of them with an incident.
    """

    world: World
    events: tuple[JudgedEvent, ...]
    false: tuple[Incident, ...]
    metric_days: int
    quiet_weeks: int
    loud_weeks: int


def look_at(project: Project, world: World, *, kept: Path, explains: bool = True) -> LookedAt:
    """Judge every day after the first seven weeks from what was known before it, and hold it against the truth.

    Parameters
    ----------
    kept : Path
        File of the gathered series; they are asked where it is missing.
    explains : bool
        Whether incidents are explained too.
    """
    plan = plan_watch(project.model)
    if not kept.exists():
        save_gathered(gather_series(project, plan.groups), kept)
    given = load_gathered(kept)
    days = (world.last - world.first).days + 1 - HISTORY
    told = replay_gathered(project, plan, given, days=days)
    sources = {name: frozenset(find_sources(project.model, name)) for name in plan.metrics}
    look = _Look(project=project, world=world, given=given, told=told, sources=sources)
    begin = world.first + timedelta(days=HISTORY)
    events = tuple(look.judge(event, explains=explains) for event in world.events if event.first >= begin)
    quiet = [
        week
        for week in _weeks(begin, world.last)
        if not any(e.reaches(d) for e in world.events for d in week)
    ]
    loud = sum(any(i.began.date() in week for i in told.incidents) for week in quiet)
    return LookedAt(
        world=world,
        events=events,
        false=tuple(i for i in told.incidents if not any(look.belongs(i, e) for e in world.events)),
        metric_days=sum(row.buckets > 0 for row in told.rows) * days,
        quiet_weeks=len(quiet),
        loud_weeks=loud,
    )  # fmt: skip


def _weeks(first: date, last: date) -> Iterator[list[date]]:
    while first + timedelta(days=6) <= last:
        yield [first + timedelta(days=d) for d in range(7)]
        first += timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    project: Project
    world: World
    given: Gathered
    told: Backtest
    sources: Mapping[str, frozenset[str]]

    def belongs(self, incident: Incident, event: TrueEvent) -> bool:
        """Whether an incident overlaps an event and the days after it, on tables that it reads."""
        return any(
            event.reaches(a.start.date()) and self.sources[a.metric] & event.tables
            for a in incident.anomalies
        )

    def _shows(self, incident: Incident, event: TrueEvent) -> bool:
        return any(
            event.first <= a.start.date() <= event.last and self.sources[a.metric] & event.tables
            for a in incident.anomalies
        )

    def judge(self, event: TrueEvent, *, explains: bool) -> JudgedEvent:
        own = [i for i in self.told.incidents if self.belongs(i, event) and self._nearest(i) == event]
        shown = [i for i in self.told.incidents if self._shows(i, event)]
        best, effect = self._measure_best(event)
        judged = JudgedEvent(event=event, best=best, effect=effect, found=len(own), is_found=bool(shown))
        if not shown or not explains or not (event.segment or event.is_fault):
            return judged
        incident = max(shown, key=lambda i: (i in own, i.score))
        return self._explain(judged, incident)

    def _nearest(self, incident: Incident) -> TrueEvent:
        """Of all events that it may belong to, the one that began nearest to it."""
        among = [e for e in self.world.events if self.belongs(incident, e)]
        return min(among, key=lambda e: (not self._shows(incident, e), abs(e.first - incident.began.date())))

    def _explain(self, judged: JudgedEvent, incident: Incident) -> JudgedEvent:
        found = investigate_incident(self.project, incident)
        where = _first_answer(found, incident)
        is_true = None
        if judged.event.segment and self._is_there(judged.event, incident.metric):
            is_true = bool(where) and self._is_segment(judged.event, incident.metric, where)
        return JudgedEvent(
            event=judged.event, best=judged.best, effect=judged.effect, found=judged.found,
            is_found=judged.is_found, outcome=found.outcome, is_true=is_true,
            answer=f"{incident.metric}: " + (", ".join(f"{d} = {v}" for d, v in where) or found.outcome),
        )  # fmt: skip

    def _is_there(self, event: TrueEvent, metric: str) -> bool:
        """Whether the metric moved materially in a cell of the segment, asked by all of the segment's dimensions."""
        try:
            rows = self._ask(metric, tuple(event.segment))
        except GnomonError:
            return False  # the metric does not have the dimension
        cells: dict[tuple[str, ...], list[tuple[date, float, float]]] = {}
        for row in rows:
            if row.value is not None and all(map(_holds, row.where, event.segment.values())):
                cells.setdefault(row.where, []).append((row.day, row.value, row.n))
        is_share = next((k.has_shares for k in self.given.keys if k.metric == metric), False)
        return any(self._measure(found, event, is_share=is_share).is_material for found in cells.values())

    def _is_segment(self, event: TrueEvent, metric: str, where: Where) -> bool:
        """Whether an answer and the segment, or one of its values, share half of the rows that either covers."""
        named = {
            dim.rpartition(".")[2]: str(value) for dim, value in where
        }  # user.country is the country too
        dims = tuple(dict.fromkeys((*event.segment, *named)))
        asked = [
            dim if dim in event.segment else next(d for d, _ in where if d.endswith(dim)) for dim in dims
        ]
        rows = [row for row in self._ask(metric, tuple(asked)) if row.day < event.first]
        answer = np.array([all(row.where[dims.index(d)] == v for d, v in named.items()) for row in rows])
        n = np.array([row.n for row in rows])
        single = [
            dict(zip(event.segment, values, strict=True)) for values in product(*event.segment.values())
        ]
        wanted = [event.segment, *({d: [v] for d, v in one.items()} for one in single)]
        for segment in wanted:
            true = np.array(
                [all(row.where[dims.index(d)] in vs for d, vs in segment.items()) for row in rows]
            )
            if n[answer & true].sum() >= n[answer | true].sum() / 2:
                return True
        return False

    def _ask(self, metric: str, dims: tuple[str, ...]) -> list[_Row]:
        days = (self.world.last - self.world.first).days + 1
        answer = self.project.ask(metric, by=dims, grain="day", last=f"{days} days")
        column = next(m for m in answer.metrics if m.name == metric)
        time = next(k.name for k in answer.keys if k.kind == "time")
        names = [k.name for k in answer.keys if k.name != time]
        data: Any = answer.data
        return [
            _Row(
                day=_day(row[time]),
                where=tuple(str(row[name]) for name in names),
                value=None if row[metric] is None else float(row[metric]),
                n=float(row[column.n_column] or 0),
            )
            for row in data.to_pylist()
        ]

    def _measure_best(self, event: TrueEvent) -> tuple[str, Effect]:
        """The watched series that the event moved most: totals, and slices in its segment."""
        found: list[tuple[bool, float, str, Effect]] = []
        for at, key in enumerate(self.given.keys):
            if self.sources[key.metric] & event.tables and _is_inside(key, event.segment):
                effect = self._measure(self._rows(at), event, is_share=key.has_shares)
                name = f"{key.metric}{''.join(f' {d}={v}' for d, v in key.where)}"
                found.append((effect.is_material, abs(effect.noise), name, effect))
        best = max(found, key=lambda one: one[:3], default=(False, 0.0, "", Effect()))
        return best[2], best[3]

    def _rows(self, at: int) -> list[tuple[date, float, float]]:
        rows = self.given.series == at
        given = self.given
        return [
            (day, value, n)
            for day, value, n in zip(
                given.time[rows].astype("datetime64[D]").tolist(), given.value[rows].tolist(), given.n[rows].tolist(),
                strict=True,
            )
        ]  # fmt: skip

    def _measure(
        self, rows: Sequence[tuple[date, float, float]], event: TrueEvent, *, is_share: bool
    ) -> Effect:
        values, n = (np.array([row[place] for row in rows]) for place in (1, 2))
        days = [row[0] for row in rows]
        disturbed = {
            d for e in self.world.events for d in days if e.first <= d <= e.last and e.tables & event.tables
        }
        own = [d for d in days if event.first <= d <= event.last]
        return measure_effect(days, values, n=n if is_share else None, event=own, disturbed=disturbed)


def _is_inside(key: SeriesKey, segment: Mapping[str, Sequence[str]]) -> bool:
    return all(dim in segment and value in segment[dim] for dim, value in key.where)


def _day(value: Any) -> date:  # noqa: ANN401 - a day or a moment
    return value.date() if hasattr(value, "date") else value


def _first_answer(found: Investigation, incident: Incident) -> Where:
    """The slice that is named first: of the data's fault, else the first segment, else that of the incident."""
    if found.outcome == "data problem" and found.data.findings and found.data.findings[0].where:
        return found.data.findings[0].where
    if found.localisation is not None and found.localisation.segments:
        return found.localisation.segments[0].where
    return incident.where


def _holds(value: str, wanted: Sequence[str]) -> bool:
    return value in wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One cell of an answer on one day."""

    day: date
    where: tuple[str, ...]
    value: float | None
    n: float
