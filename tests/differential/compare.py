"""Compare the rows of two answers to one question and say how they differ."""

from __future__ import annotations

import json
import math
from typing import Any

SHOWN = 8


def is_same_cell(expected: Any, actual: Any, tolerance: float) -> bool:
    """Tell whether two plain cells hold the same value; numbers may differ by the tolerance."""
    if any(isinstance(cell, bool | str) or cell is None for cell in (expected, actual)):
        return type(expected) is type(actual) and expected == actual
    return math.isclose(expected, actual, rel_tol=tolerance, abs_tol=tolerance)


def group_rows(rows: list[list[Any]], keys: int) -> dict[str, list[list[Any]]]:
    """Put rows under the text of their key."""
    groups: dict[str, list[list[Any]]] = {}
    for row in rows:
        groups.setdefault(json.dumps(row[:keys]), []).append(row[keys:])
    return groups


def describe_rows(title: str, lines: list[str]) -> list[str]:
    """Show the first lines of a list under its title."""
    more = [f"  and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [f"{len(lines)} {title}:", *(f"  {line}" for line in lines[:SHOWN]), *more] if lines else []


def compare_rows(
    expected: list[list[Any]], actual: list[list[Any]], keys: int, *, tolerance: float, is_ordered: bool
) -> list[str]:
    """Describe how the actual rows differ from those expected, key by key; nothing if they agree."""
    wanted, found = group_rows(expected, keys), group_rows(actual, keys)
    missing = [f"{key} {values}" for key, values in wanted.items() if key not in found]
    extra = [f"{key} {values}" for key, values in found.items() if key not in wanted]
    changed = [
        f"{key} expected {values}, got {found[key]}"
        for key, values in wanted.items()
        if key in found and not is_same_group(values, found[key], tolerance)
    ]
    report = [
        *describe_rows("rows are missing", missing),
        *describe_rows("rows are too many", extra),
        *describe_rows("rows have other values", changed),
    ]
    if is_ordered and not report and list(wanted) != list(found):
        report = [f"the order differs: expected {list(wanted)[:SHOWN]}, got {list(found)[:SHOWN]}"]
    return report


def is_same_group(expected: list[list[Any]], actual: list[list[Any]], tolerance: float) -> bool:
    """Tell whether the rows under one key agree."""
    return len(expected) == len(actual) and all(
        is_same_cell(one, other, tolerance)
        for row, counterpart in zip(expected, actual, strict=True)
        for one, other in zip(row, counterpart, strict=True)
    )
