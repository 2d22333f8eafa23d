"""A table by day: rows, keys, nulls, values and the measure, as the rules of the gate read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from gnomon.explain.localise.grouping import Floats

__all__ = ["Profile", "Role", "Values", "find_usual", "middle_of", "say_days", "wobble_of"]

Role = Literal["whole", "top", "bottom", "both", "per entity", "entities"]
_WEEKS = 8
_FEW = 2
_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Values:
    """One dimension of a table by day.

    Attributes
    ----------
    labels : sequence, length v
    rows, sums, counts : array of float, shape (v, d)
        Rows, sum of the measure, and rows where it is known.
    """

    labels: Sequence[object]
    rows: Floats
    sums: Floats
    counts: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """What is looked at.

    Attributes
    ----------
    source : str
        Table.
    days : tuple of date, length d
        Without gaps, up to the last day in question.
    rows, hours : array of float, shape (d,) and (d, 24)
        Rows a day and an hour; `hours` is empty where times have no hours.
    keys, entities : array of float, shape (d,), or None
        Different primary keys, and different entities such as users.
    sums, counts : array of float, shape (d,), or None
        Sum of the measure, and rows where it is known.
    measure : str
        The measure as it is written; empty for none.
    nulls : mapping of str to array, shape (d,)
        Rows in which a column is null.
    values : mapping of str to Values
        By dimension.
    siblings : mapping of str to array, shape (d,)
        Rows of other tables about the same entities; read where rows of this one are out of line.
    slices : mapping of (str, object) to mapping of str to array, shape (d,)
        By dimension and value, where rows of that slice are out of line: rows of other tables in the same slice.
    orphans : mapping of str to array, shape (d,)
        By other table that names keys of this one: share of the keys that it names on a day and this one lacks.
    role : str
        How rows of the table bear on the metric: the ``"whole"`` scales with them, they are its numerator
        (``"top"``), its ``"bottom"`` or ``"both"``, they are counted ``"per entity"``, so that only copies matter,
        or it counts ``"entities"``, so that copies do not.
    key : str
        The primary key as it is written; empty where none is declared.
    """

    source: str
    days: tuple[date, ...]
    rows: Floats
    hours: Floats
    keys: Floats | None = None
    entities: Floats | None = None
    sums: Floats | None = None
    counts: Floats | None = None
    measure: str = ""
    nulls: Mapping[str, Floats] = field(default_factory=dict[str, Floats])
    values: Mapping[str, Values] = field(default_factory=dict[str, Values])
    siblings: Mapping[str, Floats] = field(default_factory=dict[str, Floats])
    slices: Mapping[tuple[str, object], Mapping[str, Floats]] = field(
        default_factory=dict[tuple[str, object], Mapping[str, Floats]]
    )
    orphans: Mapping[str, Floats] = field(default_factory=dict[str, Floats])
    role: Role = "whole"
    key: str = ""


def say_days(profile: Profile, days: Sequence[int]) -> str:
    """Write on which days something was seen.

    Examples
    --------
    >>> days = (date(2026, 1, 1), date(2026, 1, 2))
    >>> profile = Profile(source="plays", days=days, rows=np.ones(2), hours=np.ones((0, 24)))
    >>> say_days(profile, [1]), say_days(profile, [0, 1])
    ('on 2026-01-02', 'from 2026-01-01 to 2026-01-02')
    """
    first, last = profile.days[days[0]], profile.days[days[-1]]
    return f"on {first}" if first == last else f"from {first} to {last}"


def find_usual(values: Floats, first: int, at: int) -> float:
    """What a day commonly holds: the median of the same weekday before the days in question, else of all days.

    Parameters
    ----------
    values : array of float, shape (d,)
    first : int
        First day in question; only earlier ones count.
    at : int
        The day.

    Examples
    --------
    >>> find_usual(np.array([5.0] * 7 + [6.0] * 7 + [0.0]), 14, 14)
    5.5
    """
    earlier = [values[day] for day in range(at % 7, first, 7)][-_WEEKS:]
    if len(earlier) < _FEW:
        earlier = values[max(0, first - _DAYS) : first].tolist()
    return float(np.median(earlier)) if len(earlier) else float("nan")


def middle_of(values: Floats, first: int) -> float:
    """Median of the days before those in question; nan without any that is known."""
    known = values[:first][~np.isnan(values[:first])]
    return float(np.median(known)) if len(known) else float("nan")


def wobble_of(values: Floats, first: int) -> float:
    """Robust standard deviation of the days before those in question."""
    known = values[:first][~np.isnan(values[:first])]
    return 1.4826 * float(np.median(np.abs(known - np.median(known)))) if len(known) else float("nan")
