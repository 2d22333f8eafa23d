"""The rule for how many metrics may stand on each other."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gnomon.define.tree import count_depths

if TYPE_CHECKING:
    from gnomon.define.rules.check import Check

__all__ = ["MAX_DEPTH", "check_depth"]

MAX_DEPTH: Final = 64


def check_depth(check: Check) -> Check:
    """Report chains of metrics that are too long, and give the check without what is too deep.

    Each chain is reported once, where it passes the limit. What lies deeper counts as broken, so that the
    other rules report their own faults only and do not walk down chains without end.
    """
    deep = {name: depth for name, depth in count_depths(check.model).items() if depth > MAX_DEPTH}
    if not deep:
        return check
    for name, depth in deep.items():
        if depth == MAX_DEPTH + 1:
            message = (
                f"Metric {name!r} stands on a chain of {depth} metrics; {MAX_DEPTH} are the most. "
                "Compute it in fewer steps."
            )
            check.report(message, "DEF-161", ("metrics", name))
    kept = {name: metric for name, metric in check.model.metrics.items() if name not in deep}
    model = replace(check.model, metrics=MappingProxyType(kept))
    return replace(check, model=model, wounds=check.wounds | {("metrics", name) for name in deep})
