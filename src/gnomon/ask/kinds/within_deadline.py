"""Lowering of a share within a deadline: one leaf, dated by the moment a case is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.within_deadline import DeadlineRule
from gnomon.base.errors import InternalError
from gnomon.define.kinds import WithinDeadline

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerWithinDeadline"]


class LowerWithinDeadline:
    """Late and open cases are missed; only cases already due are counted."""

    kind: ClassVar[str] = "within_deadline"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Date the leaf by its due moment."""
        spec = metric.spec
        if not isinstance(spec, WithinDeadline):
            raise InternalError(f"Metric {metric.name!r} has no deadline.")
        rule = DeadlineRule(opened=spec.opened, closed=spec.closed)
        leaf = Leaf(
            source=spec.source,
            agg="share_in_time",
            expr=None,
            time=spec.time,
            after=spec.deadline,
            rule=rule,
        )
        return scope.read(leaf, empty=metric.empty)
