"""Slices that a metric allows: a question by any other dimension is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gnomon.ask.asked import name_path
from gnomon.base.errors import QuestionError
from gnomon.define.graph import resolve

if TYPE_CHECKING:
    from gnomon.ask.context import Key
    from gnomon.ask.leaf import Leaf
    from gnomon.define.metric import Metric
    from gnomon.define.project import Model

__all__ = ["refuse_slices"]

Target = tuple[str, str]


def refuse_slices(model: Model, leaves: Mapping[str, Sequence[Leaf]], keys: Sequence[Key]) -> None:
    """Refuse dimensions that are not on a metric's list.

    Parameters
    ----------
    leaves : mapping of str to sequence of Leaf
        Leaves of each asked metric.

    Raises
    ------
    QuestionError
        With the dimensions that are allowed.
    """
    asked = [key for key in keys if not key.is_metric_time]
    for name, own in leaves.items():
        metric = model.metrics[name]
        if metric.dimensions is None or not own or not asked:
            continue
        source = own[0].source
        allowed = {_target(model, source, name_path(d)) for d in metric.dimensions}
        for key in asked:
            if _target(model, source, key.path) not in allowed:
                raise _refusal(metric, key)


def _target(model: Model, source: str, path: tuple[str, ...]) -> Target:
    """What a name means in the end, whatever way it is written and whatever grain stands behind it."""
    found = resolve(model, source, path)
    thing = found.dimension or found.entity
    return found.source, "" if thing is None else thing.name


def _refusal(metric: Metric, key: Key) -> QuestionError:
    allowed = ", ".join(metric.dimensions or ()) or "none"
    return QuestionError(
        f"{metric.name} may not be sliced by {key.name!r}. Allowed: {allowed}. "
        f"Its definition says so under `dimensions`.",
        code="ASK-223",
        where="by",
    )
