"""Types of columns that mean the same in SQLite and in Postgres."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import DateTime, Float, Text
from sqlalchemy.types import TypeDecorator

from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from sqlalchemy import Dialect

    from gnomon.records.anomaly import Slice

__all__ = ["Real", "SliceText", "TextList", "UtcMoment"]


class UtcMoment(TypeDecorator[datetime]):
    """A moment with a zone, kept and given back in UTC; SQLite has no zones, so it keeps the bare UTC time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring to UTC; a time without a zone would be anybody's guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise InternalError(f"{value} has no zone; the store keeps moments in UTC.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Real(TypeDecorator[float]):
    """A float; what is not a number is kept as null, as SQLite does, and given back as not a number."""

    impl = Float(53)
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """Turn not-a-number into null, and numbers of numpy into plain ones."""
        del dialect
        return None if value is None or math.isnan(value) else float(value)

    def process_result_value(self, value: float | None, dialect: Dialect) -> float | None:
        """Give null back as not a number."""
        del dialect
        return math.nan if value is None else value


class SliceText(TypeDecorator["Slice"]):
    """A slice as JSON text: the same slice is always the same text, so that it can be part of a key."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: Slice | None, dialect: Dialect) -> str | None:
        """Write pairs of dimension and value."""
        del dialect
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Slice | None:
        """Read them back as tuples."""
        del dialect
        if value is None:
            return None
        return tuple((str(dim), None if of is None else str(of)) for dim, of in _pairs(value))


class TextList(TypeDecorator[tuple[str, ...]]):
    """Texts as a JSON list."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write a list."""
        del dialect
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Read a tuple."""
        del dialect
        return None if value is None else tuple(cast("list[str]", json.loads(value)))


def _pairs(text: str) -> list[tuple[Any, Any]]:
    return [(pair[0], pair[1]) for pair in cast("list[list[Any]]", json.loads(text))]
