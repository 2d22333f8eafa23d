"""Lowering of a time to: one leaf over the durations of cases, dated by their start."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.time_to import DurationRule, DurationShare
from gnomon.base.errors import InternalError
from gnomon.define.kinds import TimeTo

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerTimeTo"]


class LowerTimeTo:
    """Percentiles of the same duration share one curve."""

    kind: ClassVar[str] = "time_to"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Keep both times in the rule, the share and unit in the part."""
        spec = metric.spec
        if not isinstance(spec, TimeTo) or spec.time is None:
            raise InternalError(f"Metric {metric.name!r} is no time to.")
        leaf = Leaf(
            source=spec.source,
            agg="time_to",
            expr=None,
            time=spec.time,
            rule=DurationRule(start=spec.time, end=spec.to),
            part=DurationShare(p=spec.p, unit=spec.measured_in),
        )
        return scope.read(leaf, empty=metric.empty)
