"""Watch a project: choose series, ask them, judge them, and control false alerts over all of them."""

from __future__ import annotations

__all__: list[str] = []
