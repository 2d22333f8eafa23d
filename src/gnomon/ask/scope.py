"""What a metric inherits from those that use it, and how formulas are put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Protocol

from sqlglot import exp

from gnomon.ask.leaf import Anchor, Formula, Frame, Leaf
from gnomon.ask.trees import conjuncts
from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.metric import Empty, Metric, MetricInput
    from gnomon.define.project import Model

__all__ = ["Lowering", "Scope", "leaf_column"]


class Lowering(Protocol):
    """Turns one kind of metric into leaves and a formula over them."""

    kind: ClassVar[str]

    def lower(self, metric: Metric, scope: Scope) -> Formula:
        """Lower ``metric``; ``scope`` lowers the metrics that it stands on."""
        ...


def leaf_column(index: int) -> exp.Column:
    """Build the column that stands for a leaf in a formula."""
    return exp.column(f"leaf_{index}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a metric inherits from those that use it: filters and the frame of time."""

    model: Model
    lowerings: Mapping[str, Lowering]
    filters: tuple[exp.Expr, ...] = ()
    frame: Frame = field(default_factory=Frame)

    def metric(self, metric: Metric) -> Formula:
        """Lower a metric under this scope."""
        inner = self.narrowed(metric.filter)
        formula = self.lowerings[metric.kind].lower(metric, inner)
        is_filled = metric.empty.value is not None and bool(metric.spec.inputs()) and formula.empty is None
        return replace(formula, empty=metric.empty) if is_filled else formula

    def input(self, term: MetricInput) -> Formula:
        """Lower an input of a metric under its own filter and offset."""
        scope = self.narrowed(term.filter)
        if term.offset is not None:
            scope = scope.anchored(Anchor(back=term.offset))
        if term.to_start_of is not None:
            scope = scope.anchored(Anchor(start_of=term.to_start_of))
        return scope.metric(self.model.metrics[term.metric])

    def narrowed(self, condition: exp.Expr | None) -> Scope:
        """Let fewer rows count; conditions joined by AND are kept apart."""
        return self if condition is None else replace(self, filters=(*self.filters, *conjuncts(condition)))

    def anchored(self, anchor: Anchor) -> Scope:
        """Look at another day."""
        return replace(self, frame=replace(self.frame, anchors=(*self.frame.anchors, anchor)))

    def windowed(
        self, *, window: Window | None, since: str | None, is_unbounded: bool, over_period: str
    ) -> Scope:
        """Look back over a window.

        Raises
        ------
        InternalError
            If a window is already open: definitions with a window over a window are refused when read.
        """
        if self.frame.is_cumulative:
            raise InternalError("A rolling or to-date metric stands on another one.")
        frame = replace(
            self.frame, window=window, since=since, is_unbounded=is_unbounded, over_period=over_period
        )
        return replace(self, frame=frame)

    def without_filters(self) -> Scope:
        """Drop inherited filters: the conversion event of a conversion metric does not inherit them."""
        return replace(self, filters=())

    def read(self, leaf: Leaf, *, empty: Empty) -> Formula:
        """Read one leaf under this scope's filters and frame."""
        return self.read_exact(leaf.filtered(*self.filters), empty=empty)

    def read_exact(self, leaf: Leaf, *, empty: Empty) -> Formula:
        """Read one leaf whose filters are already complete."""
        frame = self.frame
        if frame.is_cumulative and frame.over_period != "average" and not (empty.is_shown and empty.is_dense):
            # Days without a row are no days of such a metric: the last one present speaks for the period.
            suffix = "sparse" if empty.is_shown else "present"
            frame = replace(frame, over_period=f"{frame.over_period}_{suffix}")
        framed = replace(leaf, frame=frame, is_bounded=empty.is_shown and empty.is_dense)
        return Formula(value=leaf_column(0), leaves=(framed,), empties=(empty,), n=(0,))

    def join(
        self,
        parts: Sequence[Formula],
        build: Callable[[Sequence[exp.Expr]], exp.Expr],
        *,
        n_of: Sequence[int] | None = None,
    ) -> Formula:
        """Put formulas together; ``n_of`` names the parts whose rows are behind the value (all, if None)."""
        leaves: dict[tuple[Leaf, Empty], int] = {}
        values: list[exp.Expr] = []
        places: list[tuple[int, ...]] = []
        for part in parts:
            pairs = zip(part.leaves, part.empties, strict=True)
            index = [leaves.setdefault(pair, len(leaves)) for pair in pairs]
            values.append(_renumber(part, index))
            places.append(tuple(index[i] for i in part.n))
        chosen = range(len(parts)) if n_of is None else n_of
        return Formula(
            value=build(values),
            leaves=tuple(leaf for leaf, _ in leaves),
            empties=tuple(empty for _, empty in leaves),
            n=tuple(dict.fromkeys(i for p in chosen for i in places[p])),
        )


def _renumber(part: Formula, index: Sequence[int]) -> exp.Expr:
    names = {f"leaf_{old}": f"leaf_{new}" for old, new in enumerate(index)}

    def rename(node: exp.Expr) -> exp.Expr:
        return exp.column(names[node.name]) if isinstance(node, exp.Column) else node

    value = part.value.copy().transform(rename, copy=False)
    if part.empty is not None and part.empty.value is not None:
        value = exp.Coalesce(this=value, expressions=[exp.convert(part.empty.value)])
    return value
