"""Rules for relations: their metrics exist, have a grain in common, and reach the dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.base.time import Grain
from gnomon.define.expressions import names_in
from gnomon.define.relation import names_of
from gnomon.define.rules.paths import sources_of, split_name
from gnomon.define.tree import coarsest_time, fixed_grain, leaves

if TYPE_CHECKING:
    from gnomon.define.relation import MetricRelation
    from gnomon.define.rules.check import Check, Place

__all__ = ["check_relations", "is_number"]


def check_relations(check: Check) -> None:
    """Check that all that a relation names exists and can be asked together."""
    for relation in check.model.relations.values():
        place = ("relations", relation.name)
        keys = ("left", "right") if relation.over is None else ("sum_of", "equals")
        is_known = [
            _check_side(check, side, (*place, key))
            for side, key in zip((relation.left, relation.right), keys, strict=True)
        ]
        if not all(is_known):
            continue
        if not names_of(relation.left):
            message = (
                "This side names no metric. Write an expression over metrics, as in `dau * time_per_dau`."
            )
            check.report(message, "DEF-170", (*place, keys[0]))
        if not names_of(relation.right) and not is_number(relation.right):
            message = "This side is neither a number nor an expression over metrics."
            check.report(message, "DEF-170", (*place, keys[1]))
        for name in relation.metrics if relation.over is not None else ():
            if name in names_of(relation.left):
                for source in sources_of(check, name):
                    check.path(source, split_name(relation.over or ""), (*place, "over"))
        _check_grain(check, relation, place)


def is_number(tree: exp.Expr) -> bool:
    """Whether an expression is a number as it stands."""
    inner = tree.this if isinstance(tree, exp.Neg) else tree
    return isinstance(inner, exp.Literal) and not inner.is_string


def _check_side(check: Check, side: exp.Expr, place: Place) -> bool:
    before = len(check.faults)
    for name in names_in(side):
        text = ".".join(name.path)
        if text not in check.model.metrics:
            check.metric(text, place)
    return len(check.faults) == before and check.is_sound(*place)


def _check_grain(check: Check, relation: MetricRelation, place: Place) -> None:
    fixed: dict[str, Grain] = {}
    for name in relation.metrics:
        for metric in leaves(check.model, name):
            grain = fixed_grain(metric)
            if grain is not None:
                fixed[metric.name] = grain
    if len(set(fixed.values())) > 1:
        shown = ", ".join(f"{name} by {grain.value}" for name, grain in fixed.items())
        check.report(f"Its metrics are told by different grains: {shown}.", "DEF-155", place)
        return
    if relation.grain is None or not check.grain(relation.grain, (*place, "grain")):
        return
    standard = {g.value: g for g in Grain}.get(relation.grain)
    for name in relation.metrics:
        coarsest = coarsest_time(check.model, name)
        if coarsest is not None and standard is not None and standard < coarsest:
            message = f"{name!r} is known by {coarsest.value} only; {relation.grain} is finer."
            check.report(message, "DEF-156", (*place, "grain"))
    for name, grain in fixed.items():
        if standard is not None and grain < standard:
            message = f"{name!r} is told by {grain.value}, so it has no value by {relation.grain}."
            check.report(message, "DEF-153", (*place, "grain"))
