"""Rows of the question log."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from sqlalchemy import select

from gnomon.records.usage import Usage
from gnomon.store.tables import QUESTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

__all__ = ["find_questions", "log_questions"]


def log_questions(connection: Connection, lines: Sequence[Usage]) -> None:
    """Add lines."""
    if lines:
        connection.execute(QUESTION.insert(), [asdict(line) for line in lines])


def find_questions(connection: Connection, *, limit: int | None) -> tuple[Usage, ...]:
    """Read lines, the newest first."""
    columns = [QUESTION.c[f.name] for f in fields(Usage)]
    query = select(*columns).order_by(QUESTION.c.at.desc(), QUESTION.c.id.desc()).limit(limit)
    return tuple(Usage(**row) for row in connection.execute(query).mappings())
