"""Lowering of a rolling metric: every leaf looks back over the window that ends with the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gnomon.base.errors import InternalError
from gnomon.define.kinds import Rolling

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.ask.scope import Scope
    from gnomon.define.metric import Metric

__all__ = ["LowerRolling"]


class LowerRolling:
    """A moving window; distinct counts are recounted in each, ratios are of windowed parts."""

    kind: ClassVar[str] = "rolling"

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Put the window on the term's leaves."""
        spec = metric.spec
        if not isinstance(spec, Rolling):
            raise InternalError(f"Metric {metric.name!r} is not rolling.")
        inner = scope.windowed(
            window=spec.window, since=None, is_unbounded=spec.window is None, over_period=spec.over_period
        )
        return inner.input(spec.term)
