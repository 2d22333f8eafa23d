"""From definitions to a report in one go: prove the project, then compute and draw its core indicators."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from gnomon.app.check_project import check_project
from gnomon.app.progress import Say, say_nothing
from gnomon.app.project import load
from gnomon.app.run_cases import run_cases
from gnomon.app.run_project import Proof
from gnomon.app.write_report import write_report
from gnomon.records.report import CheckCount

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.app.project import Project
    from gnomon.records.report import Report

__all__ = ["Demo", "run_demo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What came of a run.

    Attributes
    ----------
    report : Report or None
        None when columns are missing: then nothing was asked and nothing written.
    seconds : float
        Wall time of all of it.
    """

    proof: Proof
    report: Report | None
    seconds: float

    @property
    def is_passed(self) -> bool:
        """Whether every check passed and every metric has numbers."""
        return (
            self.report is not None
            and self.proof.is_passed
            and not any(s.failure for s in self.report.sections)
        )


def run_demo(folder: Path | None, output: Path, *, say: Say = say_nothing) -> Demo:
    """Check definitions, columns and oracle cases, ask all core metrics, write the report.

    Parameters
    ----------
    folder : Path or None
        A project; None takes the small shop that comes with the package.
    output : Path
        The page.
    say : callable
        Told what is about to happen.

    Raises
    ------
    ProjectErrors
        If the definitions do not load.
    """
    start = time.perf_counter()
    with ExitStack() as stack:
        if folder is None:
            folder = stack.enter_context(as_file(files("gnomon.app") / "demo_data"))
        say("reading definitions")
        project = stack.enter_context(load(folder))
        proof = _prove(project, say)
        is_sound = all(found.status != "fail" for found in proof.columns)
        report = (
            write_report(project, output, checks=_count(proof), is_watched=True, say=say)
            if is_sound
            else None
        )
    return Demo(proof=proof, report=report, seconds=time.perf_counter() - start)


def _prove(project: Project, say: Say) -> Proof:
    sources = len(project.model.sources)
    say("checking columns of one source" if sources == 1 else f"checking columns of {sources} sources")
    columns = check_project(project.model, project.engine)
    if any(found.status == "fail" for found in columns):
        return Proof(columns=columns, cases=(), metrics=())
    say(f"holding {len(project.model.cases)} answers against plain SQL")
    relations = project.check_relations()
    return Proof(columns=columns, cases=run_cases(project), metrics=(), relations=relations)


def _count(proof: Proof) -> CheckCount:
    held = (*proof.cases, *proof.relations)
    passed = sum(found.status == "pass" for found in proof.columns) + sum(each.is_passed for each in held)
    return CheckCount(passed=passed, total=len(proof.columns) + len(held))
