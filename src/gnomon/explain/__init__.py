"""Explain: take a change apart exactly, and name the segments that moved."""

from __future__ import annotations

__all__: list[str] = []
