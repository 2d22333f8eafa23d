"""What of the window of a total, and of those that it is compared with, is loaded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import standard_grain
from gnomon.ask.comparisons import earlier_window
from gnomon.ask.complete import first_known_day
from gnomon.ask.context import Stretch
from gnomon.ask.leaf import looks_back
from gnomon.ask.moments import as_moment, shift, start_of
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Leaf

__all__ = ["note_unloaded", "total_inside"]


def total_inside(context: Context, leaves: Sequence[Leaf]) -> exp.Expr | None:
    """Build the condition that some leaf may have rows in the window of a total; None where one may.

    Of a window before the first row, or after all that is loaded, nothing is known: that is not zero.
    """
    return None if any(_may_have_rows(context, leaf) for leaf in leaves) else exp.false()


def _may_have_rows(context: Context, leaf: Leaf) -> bool:
    window = _looked_at(context, leaf)
    if window == Stretch() or context.time_of(leaf) is None:
        return True
    bounds, back = context.bounds(leaf), looks_back(leaf)
    if bounds.first is None or bounds.last is None:
        return False
    first, last = start_of(as_moment(bounds.first), "day"), as_moment(bounds.last)
    if back is not None:
        first, last = shift(first, back), shift(last, back)
    is_before = window.end is not None and window.end <= first
    is_after = window.start is not None and window.start > last
    return not (is_before or is_after)


def _looked_at(context: Context, leaf: Leaf) -> Stretch:
    """The stretch that decides about a leaf's total: for one with a frame the last day."""
    window = context.window if leaf.lag is None else earlier_window(context.window, leaf.lag)
    if leaf.frame.is_cumulative and window.end is not None:
        return Stretch(start=window.end - timedelta(days=1), end=window.end)
    return window


def note_unloaded(context: Context, name: str, leaves: Sequence[Leaf], *, compared: str = "") -> None:
    """Tell where the window of a total, or one that is compared with, is not loaded from its start.

    Parameters
    ----------
    name : str
        The metric.
    compared : str
        Name of the comparison whose window it is.
    """
    first = first_known_day(context, leaves)
    if first is None or not leaves:
        return
    which = f"the window that {compared} looks at" if compared else "the window"
    if context.finest is not None:
        if compared and _is_cut_before(context, leaves[0], first):
            context.tell(f"{name}: a period that {compared} looks at is loaded from {first.date()} on only.")
        return
    window = _looked_at(context, leaves[0])
    if total_inside(context, leaves) is not None:
        context.tell(f"{name}: nothing is loaded of {which}{_told(window)}, so its value is not known.")
    elif window.start is not None and window.start < first:
        context.tell(f"{name}: {which}{_told(window)} is loaded from {first.date()} on only.")


def _is_cut_before(context: Context, leaf: Leaf, first: datetime) -> bool:
    """Whether the first loaded period is cut, compared with, and not among those shown, where its flag says so."""
    grain, start = standard_grain(context.finest), context.window.start
    if grain is None or grain < Grain.DAY or start is None or leaf.lag is None:
        return False
    begun = start_of(first, grain.value, context.model.settings.week_start)
    compared = earlier_window(context.window, leaf.lag)
    is_read = compared.start is not None and compared.start <= begun
    return begun < first and begun < start and is_read and (compared.end is None or begun < compared.end)


def _told(window: Stretch) -> str:
    start = [] if window.start is None else [f"from {window.start.date()}"]
    end = [] if window.end is None else [f"up to, not including, {window.end.date()}"]
    return f" ({' '.join((*start, *end))})" if start or end else ""
