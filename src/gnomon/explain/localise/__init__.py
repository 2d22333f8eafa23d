"""Localise: the fewest segments that explain a change, over all combinations of dimensions."""

from __future__ import annotations

__all__: list[str] = []
