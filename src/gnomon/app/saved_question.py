"""A saved question of the project, with what the asker adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gnomon.base.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnomon.define import Model

__all__ = ["fill_saved"]

_PARTS = ("metrics", "by", "grain", "where", "order_by", "limit")


def fill_saved(model: Model, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Take the parts that were not given from a saved question.

    Parameters
    ----------
    model : Model
        The project's definitions.
    name : str
        Name of the saved question.
    given : mapping
        Arguments of ``Project.ask``; empty and None mean not given.

    Raises
    ------
    UnknownNameError
        If there is no such saved question.
    """
    if name not in model.saved:
        raise UnknownNameError.of("saved question", name, model.saved)
    saved = model.saved[name]
    return {**given, **{part: given.get(part) or getattr(saved, part) for part in _PARTS}}
