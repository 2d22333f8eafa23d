"""The steps of the daily loop, each over the same work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from gnomon.app.daily.periods import CATCH_UP, Missed, moment_on, name_period
from gnomon.app.explain_incidents import explain_incidents
from gnomon.app.progress import Say, say_nothing
from gnomon.app.run_project import prove_project
from gnomon.app.watch_project import watch_project
from gnomon.app.watching.weights import rules_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from gnomon.app.daily.lease import Held
    from gnomon.app.daily.teller import Teller
    from gnomon.app.project import Project
    from gnomon.app.run_project import Proof
    from gnomon.app.watch_project import Watched
    from gnomon.records.alert import Alert
    from gnomon.records.incident import Incident
    from gnomon.store import Store

__all__ = ["RUN_STEP", "Found", "Told", "Work", "catch_up", "has_due_alerts"]

_MISSED: Final = "missed"


@dataclass(slots=True, kw_only=True)
class Found:
    """What the steps of this run found, for the ones after them and for the reader."""

    proof: Proof | None = None
    incidents: dict[str, Incident] = field(default_factory=dict[str, "Incident"])
    report: Path | None = None
    notes: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What all steps need.

    Attributes
    ----------
    project, store, teller, held
    now : datetime
        The moment that counts as now.
    day : date
    period : str
        Names the run.
    output : Path
        Page to write.
    missed : Missed
        Days before, that nobody watched.
    found : Found
    """

    project: Project
    store: Store
    teller: Teller
    held: Held
    now: datetime
    day: date
    period: str
    output: Path
    is_whole: bool = False
    missed: Missed = field(default_factory=Missed)
    say: Say = say_nothing
    tick: Callable[[int, int, str], None] | None = None
    found: Found = field(default_factory=Found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a step says of itself.

    Attributes
    ----------
    note : str
    is_finished : bool
        Whether it need not be done again.
    stops : bool
        Whether the steps after it cannot be done.
    """

    note: str
    is_finished: bool = True
    stops: bool = False


def catch_up(work: Work) -> None:
    """Watch the days that were missed, each as of its own morning; what they found is told later, in one message."""
    zone = work.project.model.settings.timezone
    for day in work.missed.days:
        period = name_period(day, _MISSED)
        if work.store.begin_run(period, (CATCH_UP,), holder=work.held.holder).is_done:
            continue
        work.say(f"watching {day}, which was missed")
        note = _watch(work, moment_on(day, work.now, zone), period, is_told=False)
        work.store.finish_step(period, CATCH_UP, fence=work.held.fence, note=note)


def has_due_alerts(work: Work) -> bool:
    """Whether something waits to be sent now, such as what quiet hours held or what failed before."""
    return bool(work.store.waiting_alerts(work.now))


def _ask(work: Work) -> Told:
    work.say("proving definitions against data")
    proof = prove_project(work.project, is_whole=work.is_whole)
    work.found.proof = proof
    has_columns = all(finding.status != "fail" for finding in proof.columns)
    note = f"{proof.passed} of {proof.tried} proofs hold"
    return Told(note=note, is_finished=proof.is_passed, stops=not has_columns)


def _watch_step(work: Work) -> Told:
    work.say("watching")
    return Told(note=_watch(work, work.now, work.period, is_told=True))


def _watch(work: Work, now: datetime, period: str, *, is_told: bool) -> str:
    """Judge, and save verdicts, incidents and what shall be told of them in one transaction."""
    watched = watch_project(work.project, store=work.store, now=now, tick=work.tick)
    alerts = _tell(work, watched) if is_told else ()
    work.store.commit_watch(
        run=period,
        verdicts=watched.anomalies,
        incidents=watched.incidents,
        alerts=alerts,
        fence=work.held.fence,
        rules=rules_in_force(work.project.model, watched.metrics),
    )
    work.found.incidents.update({each.id: each for each in watched.incidents})
    work.found.notes.extend(note for note in watched.notes if note not in work.found.notes)
    return f"series: {watched.series}, incidents new or changed: {len(watched.incidents)}, messages: {len(alerts)}"


def _tell(work: Work, watched: Watched) -> tuple[Alert, ...]:
    """After missed days one message for all that is new since they began, else one for each change."""
    found = watched.incidents
    if not work.missed.days:
        return work.teller.compose(
            work.project, work.store, known=watched.known, found=found, now=work.now, judged=watched.judged
        )
    late = {each.id: each for each in work.store.incidents(changed_since=work.missed.since)}
    both = tuple({**late, **{each.id: each for each in found}}.values())
    days = (*work.missed.days, work.day)
    return work.teller.sum_up(work.project, incidents=both, days=days, now=work.now)


def _explain(work: Work) -> Told:
    work.say("explaining")
    return Told(note=explain_incidents(work.project, work.store, now=work.now, say=work.say))


def _report(work: Work) -> Told:
    from gnomon.app.write_report import write_report

    write_report(work.project, work.output, is_watched=True, store=work.store, now=work.now, say=work.say)
    work.found.report = work.output
    return Told(note=work.output.name)


def _deliver(work: Work) -> Told:
    work.say("delivering")
    return Told(note=work.teller.send(work.project, work.store, now=work.now))


RUN_STEP: Final[Mapping[str, Callable[[Work], Told]]] = {
    "ask": _ask,
    "watch": _watch_step,
    "explain": _explain,
    "report": _report,
    "deliver": _deliver,
}
