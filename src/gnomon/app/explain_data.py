"""Hold the data behind a value against what its tables commonly hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gnomon.app.explain_profile import profile_tables
from gnomon.explain.gate import judge_data
from gnomon.records.investigation import DataVerdict

if TYPE_CHECKING:
    from gnomon.app.asker import Asker
    from gnomon.app.explain_period import Subject
    from gnomon.records.explanation import Change

__all__ = ["check_data"]

_LEAST_DAYS = 7


def check_data(project: Asker, subject: Subject, change: Change, dims: Sequence[str]) -> DataVerdict:
    """Profile the tables of a metric and run the rules of the gate over the days of the period.

    Parameters
    ----------
    dims : sequence of str
        Dimensions that are searched.
    """
    period = subject.period
    profiles = profile_tables(project, subject.name, period, dims)
    judged = [p for p in profiles if (period.start - p.days[0]).days >= _LEAST_DAYS]
    young = [p.source for p in profiles if p not in judged]
    notes = tuple(f"{name} has less than a week of rows before the period." for name in young)
    if not judged:
        return DataVerdict(status="not checked", notes=notes)
    verdicts = [judge_data([p], range((period.start - p.days[0]).days, len(p.days)), change) for p in judged]
    findings = sorted((f for v in verdicts for f in v.findings), key=lambda f: (not f.explains, f.rule))
    is_fault = any(f.explains for f in findings)
    return DataVerdict(
        status="at fault" if is_fault else "suspect" if findings else "sound",
        findings=tuple(findings),
        checked=tuple(p.source for p in judged),
        notes=notes,
    )
