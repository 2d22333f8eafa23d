"""One change of the tables a file; a file that was released is never edited."""

from __future__ import annotations

__all__: list[str] = []
