"""Which metrics come with a choice of packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.errors import UnknownNameError
from gnomon.define.packs.read import PACKS

if TYPE_CHECKING:
    from collections.abc import Collection

    from gnomon.define.project import Model

__all__ = ["choose_metrics"]


def choose_metrics(model: Model, packs: Collection[str]) -> tuple[str, ...]:
    """Name the metrics of some packs, what they are computed from, and what they are to be read beside.

    Parameters
    ----------
    model : Model
        All packs.
    packs : collection of str
        Names among :data:`PACKS`.

    Returns
    -------
    tuple of str
        In the order of the packs.

    Raises
    ------
    UnknownNameError
        If there is no such pack; the text gives the nearest.

    Examples
    --------
    >>> from gnomon.define.packs import read_packs
    >>> "negative_feedback_rate" in choose_metrics(read_packs(), ["growth"])
    True
    """
    for pack in packs:
        if pack not in PACKS:
            raise UnknownNameError.of("pack", pack, PACKS)
    waiting = [m.name for m in model.metrics.values() if m.module is not None and m.module.value in packs]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        metric = model.metrics[name]
        waiting += [term.metric for term in metric.spec.inputs()]
        waiting += metric.paired_with
    return tuple(name for name in model.metrics if name in found)
