"""The daily loop: ask, watch, explain, report, deliver; each step of a period once, by one copy at a time."""

from __future__ import annotations

__all__: list[str] = []
