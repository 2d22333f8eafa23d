"""Put the rules together: what was found, and whether it carries the change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import isfinite

from gnomon.explain.gate.doubled import find_doubled_rows
from gnomon.explain.gate.members import find_changed_members
from gnomon.explain.gate.nulls import find_null_bursts
from gnomon.explain.gate.profile import Profile, Role
from gnomon.explain.gate.rows import find_missing_rows
from gnomon.explain.gate.slices import find_missing_slices
from gnomon.explain.gate.units import find_unit_changes
from gnomon.records.explanation import Change
from gnomon.records.investigation import DataFinding, DataVerdict

__all__ = ["RULES", "judge_data"]

Rule = Callable[[Profile, range], Iterator[DataFinding]]
RULES: tuple[Rule, ...] = (
    find_missing_rows,
    find_missing_slices,
    find_doubled_rows,
    find_unit_changes,
    find_null_bursts,
    find_changed_members,
)
_HALF = 0.5
_OF_ROWS = frozenset({"missing rows", "late rows", "doubled rows", "logging change", "value vanished"})
_OF_COPIES = frozenset({"doubled rows", "logging change"})


def judge_data(
    profiles: Sequence[Profile], days: range, change: Change, *, notes: Sequence[str] = ()
) -> DataVerdict:
    """Run every rule on every table, and hold what is found against the change.

    Parameters
    ----------
    profiles : sequence of Profile
    days : range
        Positions of the days in question.
    change : Change
        Of the metric.
    notes : sequence of str
        What could not be read.
    """
    found = [
        _weigh(finding, profile.role, change)
        for profile in profiles
        for rule in RULES
        for finding in rule(profile, days)
    ]
    carried = _join_days([f for f in found if f.reach is not None], days, change)
    merged = sorted(
        (*carried, *(f for f in found if f.reach is None)), key=lambda f: (not f.explains, f.rule)
    )
    status = "at fault" if any(f.explains for f in merged) else "suspect" if merged else "sound"
    if not profiles:
        status = "not checked"
    return DataVerdict(
        status=status,
        findings=tuple(merged),
        checked=tuple(p.source for p in profiles),
        notes=tuple(notes),
    )


def _weigh(finding: DataFinding, role: Role, change: Change) -> DataFinding:
    """Turn what a finding does to the rows into what it does to the metric."""
    del change
    reach = finding.reach
    if reach is None:
        return finding
    if finding.rule in _OF_ROWS:
        is_copied = finding.rule in _OF_COPIES
        if role == "both" or (role == "entities" and is_copied) or (role == "per entity" and not is_copied):
            reach = 0.0
        elif role == "bottom":
            reach = 1 / (1 + reach) - 1 if reach > -1 else None
    return replace(finding, reach=reach)


def _join_days(findings: list[DataFinding], days: range, change: Change) -> list[DataFinding]:
    """Spread findings of single days over the period, and say which carry at least half of the change."""
    relative = change.amount / abs(change.before) if change.before else 0.0
    found: list[DataFinding] = []
    for finding in findings:
        reach = finding.reach or 0.0
        if finding.first == finding.last and finding.rule in ("missing rows", "late rows", "logging change"):
            reach /= len(days)
        found.append(replace(finding, reach=reach))
    together: dict[tuple[str, str], float] = {}
    for finding in found:
        key = (finding.source, finding.rule)
        together[key] = together.get(key, 0.0) + (finding.reach or 0.0)
    return [replace(f, explains=_explains(together[f.source, f.rule], relative)) for f in found]


def _explains(reach: float, relative: float) -> bool:
    if not isfinite(relative):
        return reach != 0
    return reach * relative > 0 and abs(reach) >= _HALF * abs(relative)
