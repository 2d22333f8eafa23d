"""Scan of rows that wait: they are counted once the window after them is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gnomon.ask.complete import moment_begun, moment_known
from gnomon.ask.context import Stretch
from gnomon.ask.final import final_until
from gnomon.ask.scans.distinct import distinct_scan
from gnomon.ask.scans.plain import Built, Numbered, plain_scan

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key
    from gnomon.ask.leaf import Leaf

__all__ = ["closed_scan", "closed_window"]

_TICK = timedelta(microseconds=1)


def closed_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Aggregate rows whose own window is over, as a plain scan does."""
    own = closed_window(context, leaves[0][1], window)
    if leaves[0][1].agg == "distinct":
        return distinct_scan(context, leaves, keys, own)
    return plain_scan(context, leaves, keys, own)


def closed_window(context: Context, leaf: Leaf, window: Stretch) -> Stretch:
    """Cut a stretch of rows where their windows are not over yet, or what may follow was not loaded.

    Where nothing is known, no window is over.
    """
    known = moment_known(context, [leaf])
    end = datetime(1, 1, 1) if known is None else final_until(context, leaf, known) + _TICK
    begun = moment_begun(context, leaf)
    if begun is not None:
        window = replace(window, start=begun if window.start is None else max(begun, window.start))
    return replace(window, end=end if window.end is None else min(end, window.end))
