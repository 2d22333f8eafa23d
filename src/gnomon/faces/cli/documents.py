"""JSON documents on standard output: each says its schema and version."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, cast

import click

__all__ = ["print_document", "to_plain"]


def print_document(schema: str, body: object) -> None:
    """Print a record as JSON; ``schema`` such as ``gnomon.lint/1`` comes first.

    Parameters
    ----------
    schema : str
        Name and version of the document's shape.
    body : dataclass or mapping
        Becomes the other keys.
    """
    content = cast("dict[str, Any]", to_plain(body))
    click.echo(json.dumps({"schema": schema, **content}, ensure_ascii=False, indent=2, allow_nan=False))


def to_plain(value: object) -> object:
    """Turn records into what JSON knows; dates become ISO 8601 text, an unknown number becomes null.

    Examples
    --------
    >>> to_plain({"day": date(2024, 5, 1), "share": float("nan"), "tags": ("a", "b")})
    {'day': '2024-05-01', 'share': None, 'tags': ['a', 'b']}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(k): to_plain(v) for k, v in cast("dict[object, object]", value).items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_plain(v) for v in cast("list[object]", value)]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124 - nan
        return None
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value)
