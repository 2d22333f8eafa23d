"""Whether two sets of rows are the same, and in words how they differ."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["describe_difference"]

Row = tuple[object, ...]
_SHOWN: Final = 5


def describe_difference(
    asked: Sequence[Row], plain: Sequence[Row], *, columns: Sequence[str], keys: int, tolerance: float
) -> str:
    """Compare rows as multisets and say what differs; empty text when nothing does.

    Parameters
    ----------
    asked, plain : sequence of tuple
        Rows of the answer and of the plain SQL, columns in the same order.
    columns : sequence of str
        What the columns of the answer are called.
    keys : int
        How many columns from the left tell rows apart; the others are values.
    tolerance : float
        Relative difference allowed between numbers; the same absolutely below one.

    Examples
    --------
    >>> describe_difference([("a", 1)], [("a", 1.0)], columns=["k", "v"], keys=1, tolerance=1e-9)
    ''
    >>> describe_difference([("a", 1)], [("a", 2)], columns=["k", "v"], keys=1, tolerance=1e-9)
    'k=a: v is 1, plain SQL says 2.'
    """
    width = len(plain[0]) if plain else len(columns)
    if width != len(columns):
        return f"The SQL gives {width} columns, the question {len(columns)}: {', '.join(columns)}."
    left, right = _by_key(asked, keys), _by_key(plain, keys)
    gaps = [
        text
        for key in dict.fromkeys((*left, *right))
        for text in _gaps(left.get(key, []), right.get(key, []), columns, keys, tolerance)
    ]
    if len(asked) != len(plain):
        gaps.insert(0, f"{len(asked)} rows asked, {len(plain)} by plain SQL.")
    more = f" … {len(gaps) - _SHOWN} more." if len(gaps) > _SHOWN else ""
    return " ".join(gaps[:_SHOWN]) + more


def _by_key(rows: Sequence[Row], keys: int) -> dict[Row, list[Row]]:
    found: dict[Row, list[Row]] = {}
    for row in rows:
        plain = tuple(_plain(v) for v in row)
        found.setdefault(plain[:keys], []).append(plain)
    return found


def _gaps(
    left: list[Row], right: list[Row], columns: Sequence[str], keys: int, tolerance: float
) -> Iterator[str]:
    """Name what differs between the rows of one key."""
    more, missing = _unmatched(left, right, tolerance)
    yield from (_name_pair(a, b, columns, keys, tolerance) for a, b in zip(more, missing, strict=False))
    yield from (f"Only in the answer: {_name_row(row, columns)}." for row in more[len(missing) :])
    yield from (f"Only in plain SQL: {_name_row(row, columns)}." for row in missing[len(more) :])


def _unmatched(left: list[Row], right: list[Row], tolerance: float) -> tuple[list[Row], list[Row]]:
    rest = list(right)
    more: list[Row] = []
    for row in left:
        found = next((i for i, other in enumerate(rest) if _is_same_row(row, other, tolerance)), None)
        if found is None:
            more.append(row)
        else:
            del rest[found]
    return more, rest


def _name_pair(asked: Row, plain: Row, columns: Sequence[str], keys: int, tolerance: float) -> str:
    place = _name_row(asked[:keys], columns[:keys])
    gaps = [
        f"{c} is {_said(a)}, plain SQL says {_said(b)}"
        for c, a, b in zip(columns, asked, plain, strict=True)
        if not _is_same(a, b, tolerance)
    ]
    return f"{place}{': ' if place else ''}{'; '.join(gaps)}."


def _name_row(row: Row, columns: Sequence[str]) -> str:
    return ", ".join(f"{c}={_said(v)}" for c, v in zip(columns, row, strict=True))


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return "null" if value is None else str(value)


def _plain(value: object) -> object:
    """Bring types that mean the same to one: dates and midnights, decimals and numbers, nan and null."""
    if isinstance(value, datetime):
        naive = value.replace(tzinfo=None)
        return naive.date().isoformat() if naive.time() == time() else naive.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else value
    return value


def _is_same_row(left: Row, right: Row, tolerance: float) -> bool:
    return all(_is_same(a, b, tolerance) for a, b in zip(left, right, strict=True))


def _is_same(left: object, right: object, tolerance: float) -> bool:
    if isinstance(left, bool) or isinstance(right, bool) or left is None or right is None:
        return left == right
    if isinstance(left, int) and isinstance(right, int):
        return left == right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return math.isclose(left, right, rel_tol=tolerance, abs_tol=tolerance)
    return left == right
