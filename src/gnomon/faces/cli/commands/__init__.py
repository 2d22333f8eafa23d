"""One command a file; :mod:`gnomon.faces.cli.catalog` lists them."""

from __future__ import annotations

__all__: list[str] = []
