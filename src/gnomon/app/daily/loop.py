"""Run the daily loop: under a lease, each step of a period once, missed days first."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gnomon.app.daily.lease import LEASE_SECONDS, hold_lease
from gnomon.app.daily.periods import Missed, last_day, missed_days, name_period
from gnomon.app.daily.record import STEPS, Daily, DailyStep
from gnomon.app.daily.state import mark_state, open_project_store
from gnomon.app.daily.steps import RUN_STEP, Work, catch_up, has_due_alerts
from gnomon.app.progress import Say, say_nothing
from gnomon.app.question_log import asked_from

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gnomon.app.daily.teller import Teller
    from gnomon.app.project import Project
    from gnomon.records.run import Run

__all__ = ["run_daily"]

_REPORT = "report.html"


def run_daily(  # noqa: PLR0913 - options are keywords; a spec object would only be written out again
    project: Project,
    *,
    steps: Sequence[str] = STEPS,
    now: datetime | None = None,
    output: Path | None = None,
    again: bool = False,
    is_whole: bool = False,
    teller: Teller | None = None,
    lease_seconds: float = LEASE_SECONDS,
    say: Say = say_nothing,
    tick: Callable[[int, int, str], None] | None = None,
) -> Daily:
    """Run the loop for the last complete day.

    A step that an earlier run of the same day did, over the same data and under the same rules, is not done
    again. A run that was killed is taken up where it stopped. Days that nobody watched since the last run are
    watched first, in order, and told in one message.

    Parameters
    ----------
    steps : sequence of str
        Some of ask, watch, explain, report and deliver.
    now : datetime, optional
        The moment that counts as now; without a zone, in the reporting zone.
    output : Path, optional
        The page that the step ``report`` writes; ``report.html`` in the project's folder unless given.
    again : bool
        Do steps again that are done; nobody is told anything twice.
    is_whole : bool
        Try oracle cases on all rows of large tables.
    teller : Teller, optional
        Composes and sends messages; the project's channels unless given.
    lease_seconds : float
        How long other copies wait for one that was killed.
    say, tick : callable
        Told what is about to happen, and how far the asking is.

    Raises
    ------
    LeaseHeldError
        If another copy is at work.
    GnomonError
        If a step cannot be done; those before it are kept.
    """
    from gnomon.app.telling.teller import ProjectTeller
    from gnomon.store import RUN_LEASE

    zone = project.model.settings.timezone
    moment = _in_zone(now, zone) if now is not None else datetime.now(UTC)
    day = last_day(moment, zone)
    with open_project_store(project) as store, hold_lease(store, RUN_LEASE, seconds=lease_seconds) as held:
        work = Work(
            project=project,
            store=store,
            teller=teller or ProjectTeller(),
            held=held,
            now=moment,
            day=day,
            period=name_period(day, mark_state(project, moment)),
            output=output or project.model.root / _REPORT,
            is_whole=is_whole,
            missed=missed_days(store.runs(), day) if "watch" in steps else Missed(),
            say=say,
            tick=tick,
        )
        with asked_from("run"):
            catch_up(work)
            run = store.begin_run(work.period, steps, holder=held.holder)
            outcomes = _run_steps(work, steps, {} if again else _finished(run))
        return _sum_up(work, outcomes)


def _in_zone(now: datetime, zone: str) -> datetime:
    """Read a moment without a zone as one of the reporting zone."""
    return (now if now.tzinfo is not None else now.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _sum_up(work: Work, outcomes: tuple[DailyStep, ...]) -> Daily:
    found = work.found
    return Daily(
        day=work.day,
        period=work.period,
        now=work.now,
        steps=outcomes,
        caught_up=work.missed.days,
        incidents=tuple(found.incidents.values()),
        open=sum(not each.is_over for each in work.store.incidents()),
        proof=found.proof,
        report=found.report,
        notes=tuple(found.notes),
    )


def _finished(run: Run) -> dict[str, str]:
    return {step.name: step.note for step in run.steps if step.done_at is not None}


def _run_steps(work: Work, steps: Sequence[str], done: Mapping[str, str]) -> tuple[DailyStep, ...]:
    outcomes: list[DailyStep] = []
    for name in STEPS:
        if name not in steps:
            continue
        if any(outcome.state == "failed" for outcome in outcomes):
            outcomes.append(DailyStep(name=name, state="left"))
        elif name in done and not (name == "deliver" and has_due_alerts(work)):
            outcomes.append(DailyStep(name=name, state="kept", note=done[name]))
        else:
            outcomes.append(_run_step(work, name))
    return tuple(outcomes)


def _run_step(work: Work, name: str) -> DailyStep:
    """Do a step and write down that it is done; one that failed is tried again by the next run."""
    began = time.perf_counter()
    told = RUN_STEP[name](work)
    seconds = time.perf_counter() - began
    if told.is_finished:
        work.store.finish_step(work.period, name, fence=work.held.fence, note=told.note, seconds=seconds)
    state = "failed" if told.stops else "done"
    return DailyStep(name=name, state=state, note=told.note, seconds=seconds)
