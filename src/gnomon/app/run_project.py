"""Prove a project: its columns exist, its oracle cases agree, its core metrics compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gnomon.app.check_plausible import check_plausible
from gnomon.app.check_project import check_project
from gnomon.app.check_repeats import check_repeats
from gnomon.app.recent import Recent, keep_recent
from gnomon.app.run_cases import run_cases
from gnomon.base.errors import GnomonError
from gnomon.define import Tier
from gnomon.define.packs.needs import find_sources
from gnomon.define.tree import leaves, natural_grain, time_of
from gnomon.records.case_result import CaseResult
from gnomon.records.finding import Finding
from gnomon.records.relation_result import RelationResult

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.app.answer import Answer
    from gnomon.app.project import Project
    from gnomon.define import Model

__all__ = ["Proof", "compute_metrics", "core_metrics", "prove_project", "run_project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was proven of a project, and what was not.

    Attributes
    ----------
    columns : tuple of Finding
        One a source; a further one where rows repeat a primary key.
    cases : tuple of CaseResult
        One an oracle case.
    metrics : tuple of Finding
        One a core metric; of a project without core metrics, one a metric. A further one where complete
        periods lie outside the metric's plausible range.
    relations : tuple of RelationResult
        One a relation.
    notes : tuple of str
        On which rows cases were tried, where not on all.
    """

    columns: tuple[Finding, ...]
    cases: tuple[CaseResult, ...]
    metrics: tuple[Finding, ...]
    relations: tuple[RelationResult, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_passed(self) -> bool:
        """Whether nothing failed."""
        return self.passed == self.tried

    @property
    def tried(self) -> int:
        """How many things were tried."""
        return len(self.columns) + len(self.metrics) + len(self.cases) + len(self.relations)

    @property
    def passed(self) -> int:
        """How many of them did not fail."""
        looked = sum(each.status != "fail" for each in (*self.columns, *self.metrics))
        return looked + sum(each.is_passed for each in (*self.cases, *self.relations))


def run_project(folder: str | Path, *, is_whole: bool = False) -> Proof:
    """Prove the project in a folder; where columns fail, nothing that needs them is run.

    Parameters
    ----------
    is_whole : bool
        Try cases on all rows, also where tables are large: see :func:`gnomon.app.recent.keep_recent`.

    Raises
    ------
    ProjectErrors
        If its definitions do not load.
    EngineError
        If its engine does not open.
    """
    from gnomon.app.project import load

    with load(folder) as project:
        return prove_project(project, is_whole=is_whole)


def prove_project(project: Project, *, is_whole: bool = False) -> Proof:
    """Prove a project that is loaded; see :func:`run_project`."""
    columns = check_project(project.model, project.engine)
    if any(e.status == "fail" for e in columns):
        return Proof(columns=columns, cases=(), metrics=())
    recent = Recent(model=project.model) if is_whole else keep_recent(project.model, project.engine)
    with project.over(recent.model) as tried:
        cases = run_cases(tried)
    columns += check_repeats(recent.model, project.engine)
    relations, metrics = project.check_relations(), compute_metrics(project)
    notes = (recent.note,) if recent.note else ()
    return Proof(columns=columns, cases=cases, metrics=metrics, relations=relations, notes=notes)


def compute_metrics(project: Project) -> tuple[Finding, ...]:
    """Ask each core metric over time, at its own grain, as some have no meaning without periods.

    What has no time is asked as a total. Metrics of one grain over the same sources are asked together, so that
    their rows are read once; where that fails, each is asked alone, and the fault is that of one metric.
    """
    found: dict[str, tuple[Finding, ...]] = {}
    for grain, names in _together(project.model):
        found |= _compute(project, names, grain)
    return tuple(each for name in core_metrics(project.model) for each in found[name])


def core_metrics(model: Model) -> tuple[str, ...]:
    """Name the core metrics, or all that are still in use where none is core."""
    in_use = [m for m in model.metrics.values() if not m.deprecated_by]
    core = [m.name for m in in_use if m.tier is Tier.CORE]
    return tuple(core or (m.name for m in in_use))


def _together(model: Model) -> list[tuple[str | None, tuple[str, ...]]]:
    """Core metrics that read the same sources and are asked at the same grain."""
    groups: dict[tuple[str | None, tuple[str, ...]], list[str]] = {}
    for name in core_metrics(model):
        groups.setdefault((_grain(model, name), find_sources(model, name)), []).append(name)
    return [(grain, tuple(names)) for (grain, _), names in groups.items()]


def _compute(project: Project, names: tuple[str, ...], grain: str | None) -> dict[str, tuple[Finding, ...]]:
    try:
        answer = project.ask(names, grain=grain)
    except GnomonError as error:
        if len(names) > 1:
            return {
                name: found for each in names for name, found in _compute(project, (each,), grain).items()
            }
        failed = [Finding(rule="computes", target=name, status="fail", text=str(error)) for name in names]
        return {finding.target: (finding,) for finding in failed}
    return {
        name: (_computed(answer, name), *check_plausible(project.model.metrics[name], answer))
        for name in names
    }


def _computed(answer: Answer, name: str) -> Finding:
    values = answer.data.to_pydict()[name]
    known = [v for v in values if v is not None]
    status = "pass" if known else "warn"
    text = "no value: no data, or a denominator of zero"
    if known:
        is_timed = any(k.kind == "time" for k in answer.keys)
        text = f"{len(known)} of {len(values)} periods have a value" if is_timed else "its total has a value"
    return Finding(rule="computes", target=name, status=status, text=text)


def _grain(model: Model, name: str) -> str | None:
    """Grain to ask a metric at; None where some of its rows have no time."""
    if any(time_of(model, leaf) is None for leaf in leaves(model, name)):
        return None
    return natural_grain(model, name)
