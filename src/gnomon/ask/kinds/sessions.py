"""Lowering of sessions: the metric's own filter makes sessions of rows, all others choose among sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.sessions import SessionMeasure, SessionRule
from gnomon.ask.trees import conjuncts
from gnomon.base.errors import InternalError
from gnomon.define.kinds import Sessions

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerSessions"]


class LowerSessions:
    """Metrics over the same sessions share the pass that makes them."""

    kind: ClassVar[str] = "sessions"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Take the metric's own conditions apart: they decide which rows there are to make sessions of."""
        spec = metric.spec
        if not isinstance(spec, Sessions):
            raise InternalError(f"Metric {metric.name!r} counts no sessions.")
        own = () if metric.filter is None else tuple(conjuncts(metric.filter))
        leaf = Leaf(
            source=spec.source,
            agg="sessions",
            expr=None,
            time=spec.time,
            rule=SessionRule(entity=spec.entity, gap=spec.gap, rows=own),
            part=SessionMeasure(measure=spec.measure, summarize=spec.summarize, p=spec.p),
            filters=scope.filters[: len(scope.filters) - len(own)],
        )
        return replace(scope, filters=()).read(leaf, empty=metric.empty)
