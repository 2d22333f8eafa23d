"""Rules over a whole model: names that must exist, paths that must be clear, kinds that must fit."""

from __future__ import annotations

from collections.abc import Callable

from gnomon.base.errors import DefinitionError, Location
from gnomon.define.project import Model

__all__ = ["Locate", "find_faults"]

Locate = Callable[..., Location | None]


def find_faults(model: Model, *, locate: Locate | None = None) -> list[DefinitionError]:
    """Find everything that is wrong with a model."""
    return []
