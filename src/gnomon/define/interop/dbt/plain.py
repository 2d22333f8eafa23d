"""Plain data of files, with the types that a checker can follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

__all__ = ["as_items", "as_mapping"]


def as_mapping(value: object) -> Mapping[str, object] | None:
    """Give a mapping with text for keys, or None for anything else.

    Examples
    --------
    >>> as_mapping({"a": 1}), as_mapping("a")
    ({'a': 1}, None)
    """
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else None


def as_items(value: object) -> tuple[object, ...]:
    """Give the items of a list; nothing gives none, anything else is one item.

    Examples
    --------
    >>> as_items(["a", "b"]), as_items("ab"), as_items(None)
    (('a', 'b'), ('ab',), ())
    """
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(cast("Sequence[object]", value))
    return (value,)
