"""Two hundred questions of mixed kinds, taken evenly from those of the differential tests."""

from __future__ import annotations

import sys
from typing import Any

from benchmarks.events import HERE

__all__ = ["DIFFERENTIAL", "pick_questions"]

DIFFERENTIAL = HERE.parent / "tests" / "differential"


def pick_questions(count: int) -> list[dict[str, Any]]:
    """Pick questions at equal distances, so that every kind of them is there."""
    sys.path.insert(0, str(DIFFERENTIAL))
    from neutral import load_questions  # pyright: ignore[reportMissingImports] # both environments share it

    found = load_questions()
    return [found[place * len(found) // count] for place in range(min(count, len(found)))]
