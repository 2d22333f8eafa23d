"""Stable fingerprints of frozen records and SQL trees."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeGuard

__all__ = ["fingerprint"]


def fingerprint(value: object, *, size: int = 12) -> str:
    """Hash a value by its content; the same content always gives the same text.

    Parameters
    ----------
    value : object
        Scalars, enums, mappings, sequences, sets and dataclasses of these; anything else by its text.
    size : int
        Hex digits kept, 1 to 64.

    Examples
    --------
    >>> fingerprint({"a": 1, "b": (2, 3)}) == fingerprint({"b": (2, 3), "a": 1})
    True
    """
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:size]


def _canonical(value: Any) -> str:  # noqa: ANN401, PLR0911 - one return for each shape of value
    if is_dataclass(value) and not isinstance(value, type):
        shown = (f for f in fields(value) if f.compare)
        inner = ",".join(f"{f.name}={_canonical(getattr(value, f.name))}" for f in shown)
        return f"{type(value).__name__}({inner})"
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if _is_mapping(value):
        pairs = sorted((_canonical(k), _canonical(v)) for k, v in value.items())
        return "{" + ",".join(f"{k}:{v}" for k, v in pairs) + "}"
    if _is_list(value):
        return "[" + ",".join(_canonical(v) for v in value) + "]"
    if _is_set(value):
        return "{" + ",".join(sorted(_canonical(v) for v in value)) + "}"
    if isinstance(value, (str, bytes, int, float, bool)) or value is None:
        return repr(value)
    return f"{type(value).__name__}:{value}"


def _is_mapping(value: object) -> TypeGuard[Mapping[object, object]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, (list, tuple))


def _is_set(value: object) -> TypeGuard[AbstractSet[object]]:
    return isinstance(value, (set, frozenset))
