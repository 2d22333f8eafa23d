"""How fast questions are compiled and answered: ``python -m benchmarks`` (see docs/performance.md)."""

from __future__ import annotations
