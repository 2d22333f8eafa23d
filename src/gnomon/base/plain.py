"""Records as what JSON knows: mappings, lists, text, numbers, true, false and null."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from typing import Any, cast

__all__ = ["to_plain"]


@singledispatch
def to_plain(value: object) -> Any:  # noqa: ANN401 - JSON is of many types
    """Turn a value into what JSON knows.

    Dataclasses and mappings become mappings, sequences lists, dates ISO 8601 text, durations seconds. What is
    no finite number becomes null. A decimal stays a number where none of its digits is lost, else it becomes
    text with all of them. Anything else becomes its text.

    Examples
    --------
    >>> to_plain({"day": date(2024, 5, 1), "share": float("nan"), "sum": Decimal("9007199254740993")})
    {'day': '2024-05-01', 'share': None, 'sum': 9007199254740993}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    return value if value is None else str(value)


@to_plain.register(str)
@to_plain.register(int)
def _same(value: object) -> object:
    return to_plain(value.value) if isinstance(value, Enum) else value


@to_plain.register
def _enum(value: Enum) -> object:
    return to_plain(value.value)


@to_plain.register
def _float(value: float) -> float | None:
    return value if math.isfinite(value) else None


@to_plain.register
def _decimal(value: Decimal) -> int | float | str | None:
    if not value.is_finite():
        return None
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else format(value, "f")


@to_plain.register(date)
@to_plain.register(time)
def _moment(value: date | time) -> str:
    return value.isoformat()


@to_plain.register
def _duration(value: timedelta) -> float:
    return value.total_seconds()


@to_plain.register(Mapping)
def _mapping(value: object) -> dict[str, Any]:
    return {str(k): to_plain(v) for k, v in cast("Mapping[object, object]", value).items()}


@to_plain.register(Sequence)
@to_plain.register(AbstractSet)
def _many(value: object) -> list[Any]:
    return [to_plain(v) for v in cast("Sequence[object]", value)]
