"""Lowering of a to-date metric: every leaf looks back to the start of the surrounding period."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gnomon.base.errors import InternalError
from gnomon.define.kinds import ToDate

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerToDate"]


class LowerToDate:
    """Month-to-date and its like."""

    kind: ClassVar[str] = "to_date"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Put the grain on the term's leaves."""
        spec = metric.spec
        if not isinstance(spec, ToDate):
            raise InternalError(f"Metric {metric.name!r} is not to-date.")
        inner = scope.windowed(
            window=None, since=spec.since, is_unbounded=False, over_period=spec.over_period
        )
        return inner.input(spec.term)
