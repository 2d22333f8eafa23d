"""Lowering of a metric per entity: one leaf that says what is added up and how entities are summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gnomon.ask.leaf import Leaf
from gnomon.ask.scans.per_entity import EntityRule, EntitySummary
from gnomon.base.errors import InternalError
from gnomon.define.kinds import PerEntity

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerPerEntity"]


class LowerPerEntity:
    """Metrics of the same entities and filters share the pass that adds up each entity's rows."""

    kind: ClassVar[str] = "per_entity"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Keep what the entities share in the rule, what is the metric's own in the part."""
        spec = metric.spec
        if not isinstance(spec, PerEntity):
            raise InternalError(f"Metric {metric.name!r} is not per entity.")
        part = EntitySummary(
            agg=spec.agg,
            where=spec.where,
            summarize=spec.summarize,
            p=spec.p,
            at_least=spec.at_least,
            at_most=spec.at_most,
            top=spec.top,
        )
        leaf = Leaf(
            source=spec.source,
            agg="per_entity",
            expr=spec.expr,
            time=spec.time,
            rule=EntityRule(entities=spec.entities),
            part=part,
        )
        return scope.read(leaf, empty=metric.empty)
