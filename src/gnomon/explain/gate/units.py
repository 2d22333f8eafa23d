"""A measure that is suddenly in another unit: its mean jumps by a factor that units differ by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

import numpy as np

from gnomon.explain.gate.profile import Profile, Values, find_usual, say_days
from gnomon.explain.localise.grouping import Floats
from gnomon.records.investigation import DataFinding

__all__ = ["find_unit_changes"]

_FACTORS = (60.0, 100.0, 1000.0, 3600.0, 60_000.0, 1e6, 3.6e6)
_CLOSE = log(1.25)
_LARGE = 1000.0
_SOME_OLD = log(4.0)
_STEADY = 0.35
_ROWS = (0.5, 2.0)
_ENOUGH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Jump:
    """A mean that jumped on some days."""

    factor: float
    held: tuple[int, ...]
    before: float
    after: float


def find_unit_changes(profile: Profile, days: range) -> Iterator[DataFinding]:
    """The measure as a whole, else in single values of the dimension that tells them apart best."""
    if profile.sums is None or profile.counts is None:
        return
    whole = _find_jump(profile.sums, profile.counts, days)
    if whole is not None:
        yield _finding(profile, whole, days, where=(), sums=profile.sums, total=profile.sums)
        return
    best: list[DataFinding] = []
    for name, values in profile.values.items():
        found = list(_find_in_values(profile, name, values, days))
        if found and (not best or len(found) < len(best)):
            best = found
    yield from best


def _find_in_values(profile: Profile, name: str, values: Values, days: range) -> Iterator[DataFinding]:
    for at, label in enumerate(values.labels):
        jump = _find_jump(values.sums[at], values.counts[at], days)
        if jump is not None and profile.sums is not None:
            yield _finding(
                profile, jump, days, where=((name, label),), sums=values.sums[at], total=profile.sums
            )


def _find_jump(sums: Floats, counts: Floats, days: range) -> _Jump | None:
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.where(counts >= _ENOUGH, sums / counts, np.nan)
    past = means[: days.start]
    past = past[np.isfinite(past) & (past > 0)]
    if len(past) < 7:  # noqa: PLR2004 - a week tells what is common
        return None
    middle = float(np.median(np.log(past)))
    if 1.4826 * float(np.median(np.abs(np.log(past) - middle))) > _STEADY:
        return None
    held: list[int] = []
    factors: list[float] = []
    for day in days:
        factor = _match(float(means[day]), middle)
        usual = find_usual(counts, days.start, day)
        if factor is not None and usual > 0 and _ROWS[0] <= float(counts[day]) / usual <= _ROWS[1]:
            held.append(day)
            factors.append(factor)
    if not held or len(set(factors)) > 1:
        return None
    return _Jump(
        factor=factors[0],
        held=tuple(held),
        before=exp(middle),
        after=float(np.mean([means[d] for d in held])),
    )


def _match(mean: float, middle: float) -> float | None:
    """Factor between units that a mean is away from the common one; None where there is no such factor."""
    if not mean > 0:
        return None
    gap = log(mean) - middle
    for factor in _FACTORS:
        for way in (1.0, -1.0):
            if abs(gap - way * log(factor)) <= _CLOSE:
                return factor**way
    for factor in _FACTORS:
        if factor >= _LARGE and 0 < gap + log(factor) <= _SOME_OLD:
            return 1 / factor  # a few rows in the old unit weigh as much as all others
    return None


def _finding(
    profile: Profile,
    jump: _Jump,
    days: range,
    *,
    where: tuple[tuple[str, object], ...],
    sums: Floats,
    total: Floats,
) -> DataFinding:
    seen = float(sum(total[day] for day in days))
    right = seen + float(sum(sums[day] for day in jump.held)) * (1 / jump.factor - 1)
    place = "".join(f" where {name} = {value}" for name, value in where)
    times = f"{jump.factor:,.0f} times" if jump.factor > 1 else f"1/{1 / jump.factor:,.0f} of"
    text = (
        f"{profile.measure} of {profile.source}{place} is about {times} what it was "
        f"{say_days(profile, jump.held)}, in as many rows: a change of unit."
    )
    return DataFinding(
        rule="unit change",
        source=profile.source,
        text=text,
        first=profile.days[jump.held[0]],
        last=profile.days[jump.held[-1]],
        where=where,
        before=jump.before,
        after=jump.after,
        reach=seen / right - 1 if right else None,
    )
