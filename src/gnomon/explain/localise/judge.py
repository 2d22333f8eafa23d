"""Judge a cube: is it fit to be searched, where does the change sit, and how is that said."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np

from gnomon.base.errors import DataError
from gnomon.explain.localise.additive import Found, Sums, is_whole, localise_additive
from gnomon.explain.localise.cells import Cells, merge_rows
from gnomon.explain.localise.cuboids import Lattice, build_lattice
from gnomon.explain.localise.grouping import Floats
from gnomon.explain.localise.past import Block
from gnomon.explain.localise.ratio import RatioValues, localise_ratio
from gnomon.explain.localise.rules import Rules
from gnomon.explain.localise.segments import Totals, find_spread, list_segments
from gnomon.explain.localise.wording import say_outcome
from gnomon.records.localisation import Localisation, Outcome, Segment

__all__ = ["localise_cells"]

_LEAST_CELLS = 8
_SHALLOW_CELLS = 100
_SHALLOW_WITH_PAST = 12
_EVIDENCE_WITH_PAST = 8.0
_METHOD = "sparse shifts beside a common level, by penalised likelihood over all cuboids"
_ASSUMPTIONS = (
    "Cells outside the segments share one relative change; a segment's cells share another.",
    "The noise of a cell follows its size (variance = a·mean + b·mean²), learned from the cells themselves.",
)


def localise_cells(
    rows: Cells, *, rules: Rules | None = None, past: tuple[tuple[Floats, ...], ...] = ()
) -> Localisation:
    """Find the segments that explain a change, or say why none is named.

    Parameters
    ----------
    rows : Cells
        Measures are expected and actual of a sum, or expected and actual numerators followed by expected and
        actual denominators of a ratio. Rows of the same cell are added up; nan counts as nothing seen.
    rules : Rules, optional
        By default the one setting for all data.
    past : tuple of tuple of array of float
        The measures in past periods of the same length, rows in the same order: how groups wobble by themselves.

    Returns
    -------
    Localisation

    Raises
    ------
    DataError
        DAT-321 when a value is negative.
    """
    fault = _find_fault(rows)
    if fault is not None:
        return fault
    missing = int(sum(np.isnan(v).sum() for v in rows.values))
    rows = Cells(
        names=rows.names,
        labels=rows.labels,
        codes=rows.codes,
        values=tuple(np.nan_to_num(v) for v in rows.values),
    )
    kept = len(rows.values)
    joined = replace(rows, values=(*rows.values, *(v for block in past for v in block)))
    merged = merge_rows(joined)
    cells = replace(merged, values=merged.values[:kept])
    blocks = tuple(merged.values[at : at + kept] for at in range(kept, len(merged.values), kept))
    thin = _find_thinness(cells)
    if thin is not None:
        return thin
    shallow = 1 if cells.count < (_SHALLOW_WITH_PAST if past else _SHALLOW_CELLS) else None
    lattice = build_lattice(cells.codes, cells.sizes, depth=shallow)
    notes = _list_notes(lattice, missing, shallow, merged=rows.count - cells.count, cells=cells.count)
    usual = replace(Rules(), least_evidence=_EVIDENCE_WITH_PAST) if past else Rules()
    return _search(cells, lattice, rules or usual, notes, blocks)


def _search(
    cells: Cells, lattice: Lattice, rules: Rules, notes: tuple[str, ...], past: tuple[tuple[Floats, ...], ...]
) -> Localisation:
    totals = _sum_up(cells)
    is_mix = False
    if _is_sum(cells):
        expected, actual = cells.values
        least = 1.0 if is_whole(actual) else 0.0
        blocks = tuple(Block(expected=one[0], actual=one[1]) for one in past)
        sums = Sums(lattice=lattice, expected=expected, actual=actual, least_scatter=least, past=blocks)
        found = localise_additive(sums, rules=rules)
    else:
        top0, top1, bottom0, bottom1 = cells.values
        values = RatioValues(
            expected_top=top0, actual_top=top1, expected_bottom=bottom0, actual_bottom=bottom1, past=past
        )
        in_ratio = localise_ratio(lattice, values, rules=rules)
        found, is_mix = in_ratio.found, in_ratio.is_mix
        notes += (
            f"Of the change, {in_ratio.rate:.6g} is of rates within cells and {in_ratio.mix:.6g} of mix.",
        )
    segments = list_segments(cells, found, totals, is_mix=is_mix)
    outcome = _name_outcome(segments, is_mix=is_mix)
    return _record(outcome, cells, found, totals, segments, notes)


def _name_outcome(segments: tuple[Segment, ...], *, is_mix: bool) -> Outcome:
    if segments and not segments[0].tentative:
        return "mix" if is_mix else "localised"
    return "diffuse"


def _record(
    outcome: Outcome,
    cells: Cells,
    found: Found,
    totals: Totals,
    segments: tuple[Segment, ...],
    notes: tuple[str, ...],
) -> Localisation:
    spread = find_spread(found)
    text = say_outcome(
        outcome,
        expected=totals.expected,
        actual=totals.actual,
        level=found.level,
        spread=spread,
        segments=segments,
    )
    named = tuple(s for s in segments if not s.tentative)
    common = totals.expected * (found.level - 1) if outcome != "mix" else 0.0
    rest = totals.change - common - sum(s.effect for s in named)
    return Localisation(
        outcome=outcome,
        text=text,
        expected=totals.expected,
        actual=totals.actual,
        level=found.level,
        spread=spread,
        segments=named,
        tentative=tuple(s for s in segments if s.tentative),
        rest=rest,
        cells=cells.count,
        method=_METHOD,
        assumptions=(*_ASSUMPTIONS, *notes),
    )


def _find_fault(rows: Cells) -> Localisation | None:
    """Data that cannot be right: said, not searched."""
    negative = next((i for i, v in enumerate(rows.values) if (v < 0).any()), None)
    infinite = any(np.isinf(v).any() for v in rows.values)
    if negative is not None and not infinite:
        names = _name_measures(rows)
        raise DataError(
            f"{names[negative]} holds {int((rows.values[negative] < 0).sum())} negative values; segments are "
            "weighed by their size, which has to be 0 or more. Localise the positive part and the negative part "
            "one by one.",
            code="DAT-321",
        )
    if infinite:
        count = int(sum(np.isinf(v).sum() for v in rows.values))
        return _stop(
            "data problem", rows, f"{count} values are infinite; mend them before a cause is sought."
        )
    empty = [name for name, v in zip(_name_measures(rows), rows.values, strict=True) if np.isnan(v).all()]
    if empty and rows.count:
        return _stop("data problem", rows, f"{', '.join(empty)}: every value is null.")
    return None


def _find_thinness(cells: Cells) -> Localisation | None:
    """Too little to tell a segment from the rest."""
    basis = cells.values[0] if _is_sum(cells) else cells.values[2]
    if cells.count < _LEAST_CELLS:
        return _stop("not enough data", cells, f"{cells.count} cells; a search needs {_LEAST_CELLS} or more.")
    if not basis.sum() > 0 or not cells.values[0].sum() > 0:
        return _stop("not enough data", cells, "Nothing was expected, so no segment can be off.")
    if not _is_sum(cells) and not cells.values[3].sum() > 0:
        return _stop("data problem", cells, "The actual denominator is 0 everywhere.")
    if not cells.values[1].sum() > 0:
        gone = _stop("diffuse", cells, "Nothing was seen anywhere: all of it is gone.")
        return replace(gone, level=0.0, spread=0.0, rest=0.0)
    if np.count_nonzero(cells.values[0]) < _LEAST_CELLS:
        return _stop("not enough data", cells, f"Fewer than {_LEAST_CELLS} cells expect anything.")
    return None


def _stop(outcome: Outcome, cells: Cells, text: str) -> Localisation:
    totals = _sum_up(cells)
    return Localisation(
        outcome=outcome,
        text=text,
        expected=totals.expected,
        actual=totals.actual,
        level=nan,
        spread=nan,
        segments=(),
        rest=totals.change,
        cells=cells.count,
        method=_METHOD,
        assumptions=(),
    )


def _sum_up(cells: Cells) -> Totals:
    sums = [float(np.nansum(v)) for v in cells.values]
    if _is_sum(cells):
        return Totals(expected=sums[0], actual=sums[1])
    top0, top1, bottom0, bottom1 = sums
    return Totals(expected=top0 / bottom0 if bottom0 else nan, actual=top1 / bottom1 if bottom1 else nan)


def _is_sum(cells: Cells) -> bool:
    """Whether the measures are expected and actual of a sum; a ratio has four."""
    return len(cells.values) == 2  # noqa: PLR2004 - said above


def _name_measures(cells: Cells) -> tuple[str, ...]:
    if _is_sum(cells):
        return ("expected", "actual")
    return ("expected numerator", "actual numerator", "expected denominator", "actual denominator")


def _list_notes(
    lattice: Lattice, missing: int, shallow: int | None, *, merged: int, cells: int
) -> tuple[str, ...]:
    notes: list[str] = []
    if missing:
        notes.append(f"{missing} nulls were read as nothing seen.")
    if merged:
        notes.append(f"{merged} rows repeated a cell and were added to it.")
    if shallow:
        notes.append(f"{cells} cells are few: single values only, no combinations.")
    if lattice.left_out and not shallow:
        notes.append(f"{lattice.left_out} combinations of dimensions were too large to search.")
    return tuple(notes)
