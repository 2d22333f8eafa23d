"""Use cases, one a file: what a face calls."""

from __future__ import annotations

__all__: list[str] = []
