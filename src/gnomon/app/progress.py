"""How a long use case tells what it is about to do."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Say", "say_nothing"]

Say = Callable[[str], None]


def say_nothing(text: str) -> None:
    """Keep quiet."""
    del text
