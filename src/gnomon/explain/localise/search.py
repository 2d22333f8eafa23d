"""The search: name the best segment, refit all, drop what no longer pays, until nothing pays."""

from __future__ import annotations

import numpy as np

from gnomon.explain.localise.evidence import measure_evidence, measure_surprise
from gnomon.explain.localise.field import Field
from gnomon.explain.localise.grouping import Floats, Rows
from gnomon.explain.localise.model import Element, Model, Part, fit_model, make_part
from gnomon.explain.localise.split import split_element

__all__ = ["find_price", "search_segments"]

_NEARLY_ALL = 0.9


def search_segments(field: Field) -> Model:
    """Find the segments that explain the change with the fewest words.

    Parameters
    ----------
    field : Field

    Returns
    -------
    Model
        Parts in the order found; none when the change is everywhere.
    """
    model = fit_model(field, [])
    tried: set[Element] = set()
    failures = 0
    while len(model.parts) < field.rules.largest and failures < field.rules.patience:
        found = _find_best(field, model, tried)
        if found is None:
            break
        element, price = found
        finer = split_element(field, model, element, price) or [element]
        if field.has_past:
            tried.update(e for e in finer if _drop_idle_conditions(field, e) != e)
            finer = list(dict.fromkeys(_drop_idle_conditions(field, e) for e in finer))
        fresh = [e for e in finer if e not in tried]
        tried.update(finer, [element])
        parts = [*model.parts, *(make_part(field, e, find_price(field, e)) for e in fresh)]
        before = len(model.parts)
        model = _keep_what_pays(field, parts)
        failures = failures + 1 if len(model.parts) <= before else 0
    return _drop_trifles(field, model)


def _find_best(field: Field, model: Model, tried: set[Element]) -> tuple[Element, float] | None:
    """Take the group whose evidence exceeds its price by most, among those not yet tried."""
    rules = field.rules
    groups = np.flatnonzero((model.gaps * model.gaps >= field.hurdles) & (field.masses > 0))
    evidence = measure_evidence(
        model.gaps[groups],
        field.masses[groups],
        pool=field.pools[groups],
        drift=_allow_unevenness(field, model, groups),
    )
    cap = measure_surprise(
        field.actuals[groups], model.means[groups], scatter=field.noise.scatter, pool=field.pools[groups]
    )
    known = np.minimum(evidence, cap)
    score = known * (1 - rules.discount * (field.depths[groups] - 1)) - field.prices[groups]
    for at in np.argsort(-score):
        if score[at] <= 0:
            return None
        element = field.lattice.find_element(int(groups[at]))
        if known[at] >= rules.least_evidence and element not in tried:
            return element, float(field.prices[groups[at]])
    return None


def _allow_unevenness(field: Field, model: Model, groups: Rows) -> Floats:
    """Variance of groups within named segments: those need not have moved by exactly the same share."""
    drift = np.zeros(len(groups))
    for part, shift in zip(model.parts, model.shifts, strict=True):
        at = np.minimum(np.searchsorted(part.groups, groups), len(part.groups) - 1)
        held = np.where(part.groups[at] == groups, part.masses[at], 0.0)
        drift += (field.rules.unevenness * shift * held / field.masses[groups]) ** 2
    return drift


def _drop_idle_conditions(field: Field, element: Element) -> Element:
    """Leave out conditions that hold for nearly all of what the others cover: they tell nothing."""
    mean = float(field.mean[field.lattice.mask(element)].sum())
    for condition in element if len(element) > 1 else ():
        rest = tuple(one for one in element if one != condition)
        if mean >= _NEARLY_ALL * float(field.mean[field.lattice.mask(rest)].sum()):
            return _drop_idle_conditions(field, rest)
    return element


def find_price(field: Field, element: Element) -> float:
    """What naming an element costs."""
    wanted = tuple(dim for dim, _ in element)
    return next(float(field.prices[c.start]) for c in field.lattice.cuboids if c.dims == wanted)


def _keep_what_pays(field: Field, parts: list[Part]) -> Model:
    """Refit without the segment that falls furthest below its price, until all pay."""
    while True:
        model = fit_model(field, parts)
        profit = model.evidence - np.array([p.price for p in parts])
        if not len(parts) or profit.min() >= 0:
            return model
        del parts[int(profit.argmin())]


def _drop_trifles(field: Field, model: Model) -> Model:
    """Leave out segments whose effect is a small share of the largest, unless the data are clear about them."""
    if not model.parts:
        return model
    rules = field.rules
    effects = np.abs(model.shifts * np.array([p.mean for p in model.parts]))
    clear = model.evidence >= rules.clear * np.array([p.price for p in model.parts])
    keep = effects >= np.where(clear, rules.trifle, rules.material) * effects.max()
    kept = [p for p, k in zip(model.parts, keep, strict=True) if k]
    return model if len(kept) == len(model.parts) else fit_model(field, kept)
