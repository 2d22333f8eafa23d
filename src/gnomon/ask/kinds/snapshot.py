"""Lowering of a snapshot: one leaf over the rows at the last or first point of each period."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.leaf import Leaf, SnapshotRule
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Snapshot

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerSnapshot"]


class LowerSnapshot:
    """A semi-additive balance."""

    kind: ClassVar[str] = "snapshot"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Attach the rule that picks rows before they are added."""
        spec = metric.spec
        if not isinstance(spec, Snapshot):
            raise InternalError(f"Metric {metric.name!r} is no snapshot.")
        rule = SnapshotRule(over=spec.over, pick=spec.pick, per=spec.per)
        leaf = Leaf(source=spec.source, agg=spec.agg, expr=spec.expr, time=spec.time, rule=rule)
        return scope.read(leaf, empty=metric.empty)
