"""Contract suites for authors of plug-ins: each proves that a plug-in keeps its promises."""

from __future__ import annotations

__all__: list[str] = []
