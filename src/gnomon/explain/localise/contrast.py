"""These moved, or all but the others moved: two ways to tell one change."""

from __future__ import annotations

from math import log

import numpy as np

from gnomon.explain.localise.field import Field
from gnomon.explain.localise.model import Model, Part, fit_model, make_part
from gnomon.explain.localise.search import find_price

__all__ = ["tell_as_moved"]

_AWAY = 0.05
_STAYED = 0.03
_TAKEN_BACK = 0.1
_FEW = 2


def tell_as_moved(field: Field, model: Model, level: float) -> Model:
    """Name the values that moved instead of those that stayed, where that is the likelier tale.

    When most of a dimension moved, the common level follows it and what stayed stands out. A common level far
    from 1 is itself unlikely, so a few values that moved may cost less to tell.

    Parameters
    ----------
    field : Field
    model : Model
    level : float
        Common level that the field was laid out with.
    """
    model = _undo_take_backs(field, model)
    common = level * model.level
    if abs(common - 1) <= _AWAY:
        return model
    for dim in range(len(field.lattice.sizes)):
        stayed = _find_stayed(model, dim, common)
        if not stayed:
            continue
        moved = _find_others(field, dim, {part.element[0][1] for part in stayed})
        price = stayed[0].price
        saved = price * len(stayed) + (log(common) / field.rules.level_spread) ** 2 / 2
        if not moved or price * len(moved) >= saved:
            continue
        parts = [p for p in model.parts if p not in stayed]
        elements = [((dim, value),) for value in moved]
        return fit_model(field, [*(make_part(field, e, find_price(field, e)) for e in elements), *parts])
    return model


def _undo_take_backs(field: Field, model: Model) -> Model:
    """Where a segment only takes back what a wider one claims, name the rest of the wider one instead."""
    shifts = dict(zip((p.element for p in model.parts), model.shifts.tolist(), strict=True))
    for whole in model.parts:
        for inner in model.parts:
            extra = set(inner.element) - set(whole.element)
            left = shifts[whole.element] + shifts[inner.element]
            if len(extra) != 1 or len(inner.element) != len(whole.element) + 1:
                continue
            ((dim, value),) = extra
            others = [v for v in _find_live(field, whole, dim) if v != value]
            if abs(left) > _TAKEN_BACK * abs(shifts[whole.element]) or not 1 <= len(others) <= _FEW:
                continue
            elements = [tuple(sorted((*whole.element, (dim, v)))) for v in others]
            kept = [p for p in model.parts if p not in (whole, inner) and p.element not in elements]
            fresh = [make_part(field, e, find_price(field, e)) for e in elements]
            return _undo_take_backs(field, fit_model(field, [*fresh, *kept]))
    return model


def _find_live(field: Field, whole: Part, dim: int) -> list[int]:
    codes = field.lattice.codes[dim][whole.cells]
    held = np.bincount(codes, field.mean[whole.cells], minlength=field.lattice.sizes[dim])
    return [int(v) for v in np.flatnonzero(held > 0)]


def _find_stayed(model: Model, dim: int, common: float) -> list[Part]:
    """Values of a dimension that the model names although they are where they were expected."""
    named = [
        (part, shift)
        for part, shift in zip(model.parts, model.shifts, strict=True)
        if len(part.element) == 1 and part.element[0][0] == dim
    ]
    where = [common * (1 + shift / model.level) for _, shift in named]
    return [p for p, _ in named] if all(abs(w - 1) <= _STAYED for w in where) else []


def _find_others(field: Field, dim: int, taken: set[int]) -> list[int]:
    held = np.bincount(field.lattice.codes[dim], field.mean, minlength=field.lattice.sizes[dim])
    return [int(v) for v in np.flatnonzero(held > 0) if int(v) not in taken]
