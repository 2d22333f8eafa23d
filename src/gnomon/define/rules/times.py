"""Which metrics have no time at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.define.kinds import RowSpec
from gnomon.define.tree import leaves

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.rules.check import Check

__all__ = ["timeless"]


def timeless(check: Check, name: str) -> tuple[Metric, ...]:
    """Metrics below one that are counted from rows for which nothing names a time.

    A time that is named but wrong, or that a known fault hides, is another fault.
    """
    return tuple(leaf for leaf in leaves(check.model, name) if _is_timeless(check, leaf))


def _is_timeless(check: Check, leaf: Metric) -> bool:
    spec = leaf.spec
    source = check.model.sources.get(spec.source) if isinstance(spec, RowSpec) else None
    if source is None or not isinstance(spec, RowSpec):
        return False
    is_named = spec.time is not None or source.default_time is not None
    is_told = check.is_sound("metrics", leaf.name, "time") and check.is_sound("sources", source.name, "time")
    return not is_named and is_told
