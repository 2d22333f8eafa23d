"""Simulated worlds whose incidents are known, and what the watch makes of them."""

from __future__ import annotations

__all__: list[str] = []
