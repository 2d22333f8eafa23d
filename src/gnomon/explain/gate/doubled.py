"""Rows that are there twice: keys that repeat, or a table that doubled while nobody else did."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gnomon.explain.gate.profile import Profile, find_usual, middle_of, say_days, wobble_of
from gnomon.explain.localise.grouping import Floats
from gnomon.records.investigation import DataFinding

__all__ = ["find_doubled_rows"]

_LEAST = 0.02
_CLEAR = 6.0
_TWICE = (1.8, 2.2)
_STEADY = (0.8, 1.25)


def find_doubled_rows(profile: Profile, days: range) -> Iterator[DataFinding]:
    """Copies by the primary key; without one, twice the rows of as many entities, while other tables are steady."""
    if profile.keys is not None:
        yield from _find_copies(profile, profile.keys, days)
    elif profile.entities is not None:
        yield from _find_twice(profile, profile.entities, days)


def _find_copies(profile: Profile, keys: Floats, days: range) -> Iterator[DataFinding]:
    with np.errstate(divide="ignore", invalid="ignore"):
        copies = np.where(keys > 0, profile.rows / keys - 1, np.nan)
    usual = middle_of(copies, days.start)
    limit = usual + max(_LEAST, _CLEAR * wobble_of(copies, days.start))
    held = [day for day in days if copies[day] > limit]
    if not held:
        return
    now = float(np.mean([copies[day] for day in held]))
    reach = float(np.mean([(1 + copies[d]) / (1 + usual) - 1 if d in held else 0.0 for d in days]))
    text = (
        f"{profile.source} holds copies: {now:.1%} more rows than different {profile.key} "
        f"{say_days(profile, held)}, where {usual:.1%} are usual."
    )
    yield DataFinding(
        rule="doubled rows", source=profile.source, text=text, first=profile.days[held[0]],
        last=profile.days[held[-1]], before=usual, after=now, reach=reach,
    )  # fmt: skip


def _find_twice(profile: Profile, entities: Floats, days: range) -> Iterator[DataFinding]:
    for day in days:
        usual, people = (find_usual(x, days.start, day) for x in (profile.rows, entities))
        if not usual > 0 or not people > 0:
            continue
        times = float(profile.rows[day]) / usual
        is_steady = _STEADY[0] <= float(entities[day]) / people <= _STEADY[1]
        if _TWICE[0] <= times <= _TWICE[1] and is_steady:
            when = profile.days[day]
            text = (
                f"{profile.source} has {profile.rows[day]:,.0f} rows on {when}, {times:.2g} times the usual "
                f"{usual:,.0f}, of as many entities as ever: a load that ran twice, or a change of logging."
            )
            yield DataFinding(
                rule="logging change", source=profile.source, text=text, first=when, last=when, before=usual,
                after=float(profile.rows[day]), reach=times - 1,
            )  # fmt: skip
