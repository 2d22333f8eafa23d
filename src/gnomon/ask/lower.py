"""Lower metrics: from a name down to leaves and a formula over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from gnomon.ask.kinds import BUILTIN
from gnomon.ask.scope import Lowering, Scope
from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from gnomon.ask.leaf import Formula
    from gnomon.define.project import Model

__all__ = ["lower_metric", "lowerings"]


def lower_metric(model: Model, name: str) -> Formula:
    """Lower a metric of a model to leaves and a formula over them."""
    return Scope(model=model, lowerings=lowerings()).metric(model.metrics[name])


@cache
def lowerings() -> Mapping[str, Lowering]:
    """Built-in lowerings, then the entry-point group ``gnomon.lowerings``.

    Raises
    ------
    InternalError
        If two have the same kind.
    """
    found: dict[str, Lowering] = {}
    for cls in (*BUILTIN, *(e.load() for e in entry_points(group="gnomon.lowerings"))):
        if cls.kind in found:
            raise InternalError(f"Two lowerings for kind {cls.kind!r}: {found[cls.kind]} and {cls}.")
        found[cls.kind] = cls()
    return found
