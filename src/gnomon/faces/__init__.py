"""Faces: thin doors to the use cases of :mod:`gnomon.app`."""

from __future__ import annotations

__all__: list[str] = []
