"""Changes of the tables over time, in the order in which they are made; alembic reads ``versions``."""

from __future__ import annotations

__all__: list[str] = []
