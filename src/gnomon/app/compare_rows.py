"""Whether two sets of rows are the same, and in words how they differ."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["describe_difference"]

Row = tuple[object, ...]
_SHOWN: Final = 3


def describe_difference(
    asked: Sequence[Row], plain: Sequence[Row], *, columns: Sequence[str], tolerance: float
) -> str:
    """Compare rows as multisets and say what differs; empty text when nothing does.

    Parameters
    ----------
    asked, plain : sequence of tuple
        Rows of the answer and of the plain SQL, columns in the same order.
    columns : sequence of str
        What the columns of the answer are called.
    tolerance : float
        Relative difference allowed between numbers; the same absolutely below one.

    Examples
    --------
    >>> describe_difference([("a", 1)], [("a", 1.0)], columns=["k", "v"], tolerance=1e-9)
    ''
    >>> describe_difference([("a", 1)], [("a", 2)], columns=["k", "v"], tolerance=1e-9)
    'k=a: v is 1, plain SQL says 2.'
    """
    width = len(plain[0]) if plain else len(columns)
    if width != len(columns):
        return f"The SQL gives {width} columns, the question {len(columns)}: {', '.join(columns)}."
    left = sorted((tuple(_plain(v) for v in row) for row in asked), key=_order)
    right = sorted((tuple(_plain(v) for v in row) for row in plain), key=_order)
    if _all_same(left, right, tolerance):
        return ""
    return _describe(left, right, columns=columns, tolerance=tolerance)


def _all_same(left: list[Row], right: list[Row], tolerance: float) -> bool:
    if len(left) != len(right):
        return False
    return all(_is_same_row(a, b, tolerance) for a, b in zip(left, right, strict=True))


def _describe(left: list[Row], right: list[Row], *, columns: Sequence[str], tolerance: float) -> str:
    more, missing = _unmatched(left, right, tolerance)
    if not more and not missing:
        return ""
    lines: list[str] = []
    if len(left) != len(right):
        lines.append(f"{len(left)} rows asked, {len(right)} by plain SQL.")
    pairs, alone = _pair(more, missing)
    lines += [_name_pair(a, b, columns, tolerance) for a, b in pairs[:_SHOWN]]
    lines += [
        f"Only in the answer: {_name_row(r, columns)}." for r in more if r not in {a for a, _ in pairs}
    ][:_SHOWN]
    lines += [f"Only in plain SQL: {_name_row(r, columns)}." for r in alone[:_SHOWN]]
    hidden = len(more) + len(missing) - len(pairs) - len(lines)
    return " ".join(lines) + (f" … {hidden} more." if hidden > 0 else "")


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


def _pair(more: list[Row], missing: list[Row]) -> tuple[list[tuple[Row, Row]], list[Row]]:
    """Put rows together that share what is no number."""
    rest = list(missing)
    pairs: list[tuple[Row, Row]] = []
    for row in more:
        found = next((other for other in rest if _labels(other) == _labels(row)), None)
        if found is not None:
            pairs.append((row, found))
            rest.remove(found)
    return pairs, rest


def _labels(row: Row) -> Row:
    return tuple(v for v in row if not isinstance(v, (int, float)) or isinstance(v, bool))


def _name_pair(asked: Row, plain: Row, columns: Sequence[str], tolerance: float) -> str:
    place = ", ".join(f"{c}={v}" for c, v in zip(columns, asked, strict=True) if isinstance(v, (str, bool)))
    gaps = [
        f"{c} is {_said(a)}, plain SQL says {_said(b)}"
        for c, a, b in zip(columns, asked, plain, strict=True)
        if not _is_same(a, b, tolerance)
    ]
    return f"{place + ': ' if place else ''}{'; '.join(gaps)}."


def _name_row(row: Row, columns: Sequence[str]) -> str:
    return ", ".join(f"{c}={_said(v)}" for c, v in zip(columns, row, strict=True))


def _said(value: object) -> str:
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


def _order(row: Row) -> tuple[tuple[int, str, float], ...]:
    """Sort by labels first; numbers are compared roughly so that a rounding cannot reorder rows."""
    return tuple(_rank(v) for v in row)


def _rank(value: object) -> tuple[int, str, float]:
    if value is None:
        return (0, "", 0.0)
    if isinstance(value, (int, float)):
        return (1, "", float(value))
    return (2, str(value), 0.0)


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
