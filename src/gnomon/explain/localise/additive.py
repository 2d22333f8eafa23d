"""Localise the change of an additive measure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.explain.localise.contrast import tell_as_moved
from gnomon.explain.localise.cuboids import Lattice
from gnomon.explain.localise.field import Field, Observed, lay_out_field
from gnomon.explain.localise.grouping import Floats
from gnomon.explain.localise.lead import find_lead
from gnomon.explain.localise.level import find_level, settle_level
from gnomon.explain.localise.model import Model
from gnomon.explain.localise.past import Block, find_spreads
from gnomon.explain.localise.rules import Rules
from gnomon.explain.localise.search import search_segments
from gnomon.explain.localise.variance import find_variance

__all__ = ["Found", "Sums", "is_whole", "localise_additive"]

_WHOLE = 1e-9
_ROUNDS_WITH_PAST = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """Outcome of a search.

    Attributes
    ----------
    field : Field
    model : Model
    level : float
        Ratio of actual to expected outside the segments.
    is_tentative : bool
        Whether its segment is the likeliest, yet within what noise can do.
    """

    field: Field
    model: Model
    level: float
    is_tentative: bool = False


def is_whole(values: Floats) -> bool:
    """Whether all values are whole numbers, as counts are.

    Examples
    --------
    >>> is_whole(np.array([3.0, 4.0])), is_whole(np.array([3.5]))
    (True, False)
    """
    return bool((np.abs(values - np.round(values)) < _WHOLE).all())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sums:
    """What is searched.

    Attributes
    ----------
    lattice : Lattice
    expected, actual : array of float, shape (n,)
        One value a cell; not negative.
    least_scatter : float
        Lower bound of the noise: 1 for counts, 0 where nothing is known.
    extra_variance : array of float, shape (n,), or None
        Variance of the expectation itself.
    past : tuple of Block
        Past periods of the same length, for the noise of groups.
    """

    lattice: Lattice
    expected: Floats
    actual: Floats
    least_scatter: float
    extra_variance: Floats | None = None
    past: tuple[Block, ...] = ()


def localise_additive(sums: Sums, *, rules: Rules) -> Found:
    """Find the segments that moved apart from the common level.

    Parameters
    ----------
    sums : Sums
    rules : Rules

    Returns
    -------
    Found

    Notes
    -----
    Two rounds: what the first finds is taken out of what the second calls noise and level. With past periods there
    are up to five, as the level then comes from large groups, which hold a share of all that moved.
    """
    spreads = find_spreads(sums.lattice, sums.past) if sums.past else None
    rolled = _Rolled(
        expected=sums.lattice.roll(sums.expected), actual=sums.lattice.roll(sums.actual), spreads=spreads
    )
    level = find_level(sums.lattice, rolled.expected, rolled.actual, spreads=spreads)
    level *= _settle(sums, rolled, sums.expected * level, rolled.expected * level)
    start = _search_once(sums, rolled, level, None, rules)
    if not start.model.parts:
        lead = find_lead(start.field, start.model, float((sums.actual - sums.expected).sum()))
        if lead is None:
            return start
        start = Found(field=start.field, model=lead, level=level * lead.level, is_tentative=True)
    final = start
    for _ in range(_ROUNDS_WITH_PAST if sums.past else 1):
        fitted = _fit_cells(final.field, final.model)
        rest = _settle(sums, rolled, fitted, final.model.means)
        level = final.level * rest
        before, final = final, _search_once(sums, rolled, level, fitted * rest, rules)
        if not final.model.parts or _has_same_parts(before, final):
            break
    if not final.model.parts or (start.is_tentative and not _shares_part(start, final)):
        return start
    told = tell_as_moved(final.field, final.model, level)
    return Found(field=final.field, model=told, level=level * told.level)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rolled:
    """Sums of every group, and their relative wobble where past periods tell it."""

    expected: Floats
    actual: Floats
    spreads: Floats | None


def _settle(sums: Sums, rolled: _Rolled, base: Floats, bases: Floats) -> float:
    """Ratio of actual values to `base` that calm groups agree on."""
    _, variance = find_variance(
        base, sums.actual - base, least_scatter=sums.least_scatter, extra=sums.extra_variance
    )
    return settle_level(sums.lattice, bases, rolled.actual, variance, spreads=rolled.spreads)


def _search_once(sums: Sums, rolled: _Rolled, level: float, fitted: Floats | None, rules: Rules) -> Found:
    mean = sums.expected * level
    observed = Observed(
        mean=mean,
        actual=sums.actual,
        fitted=mean if fitted is None else fitted,
        means=rolled.expected * level,
        actuals=rolled.actual,
        least_scatter=sums.least_scatter,
        extra_variance=None if sums.extra_variance is None else sums.extra_variance * level**2,
        past=sums.past,
    )
    field = lay_out_field(sums.lattice, observed, rules=rules)
    model = search_segments(field)
    return Found(field=field, model=model, level=level * model.level)


def _has_same_parts(one: Found, other: Found) -> bool:
    return {p.element for p in one.model.parts} == {p.element for p in other.model.parts}


def _shares_part(one: Found, other: Found) -> bool:
    named = {part.element for part in one.model.parts}
    return any(part.element in named for part in other.model.parts)


def _fit_cells(field: Field, model: Model) -> Floats:
    factor = np.full(len(field.mean), model.level)
    for part, shift in zip(model.parts, model.shifts, strict=True):
        factor[part.cells] += shift
    return field.mean * factor
