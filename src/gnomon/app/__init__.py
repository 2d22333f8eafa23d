"""Use cases, one a file: what a face calls. Import them from their files; the common ones are in ``gnomon``."""

from __future__ import annotations

__all__: list[str] = []
