"""Scan of a cumulative metric when time is not asked: its value at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gnomon.ask.context import Context, Key, Stretch
from gnomon.base.errors import QuestionError

if TYPE_CHECKING:
    from gnomon.ask.scans.lookup import Core
    from gnomon.ask.scans.plain import Built, Numbered

__all__ = ["total_scan"]


def total_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], core: Core
) -> Built:
    """Scan a cumulative frame when time is not asked: its value at the end of the window or of the data.

    Raises
    ------
    QuestionError
        If the frame is anchored: without a shown day there is nothing to move from.
    """
    leaf = leaves[0][1]
    frame = leaf.frame
    if frame.anchors:
        raise QuestionError(
            "A metric that looks at an earlier period needs a grain: ask with grain='day' or longer.",
            code="ASK-234",
        )
    if frame.is_unbounded:
        return core(context, leaves, keys, Stretch(start=None, end=context.window.end))
    stretch = context.last_stretch(leaf)
    return core(context, leaves, keys, stretch)
