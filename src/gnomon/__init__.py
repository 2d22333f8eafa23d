"""Core indicators as frozen descriptions that answer questions and say how far to trust them."""

from __future__ import annotations

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("gnomon-metrics")
