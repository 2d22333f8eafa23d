"""Up to when the rows of a leaf are final: those after it may still change by what follows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gnomon.ask.leaf import CohortRule, ElapsedRule
from gnomon.ask.moments import shift_back, start_of

if TYPE_CHECKING:
    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Leaf

__all__ = ["final_until"]


def final_until(context: Context, leaf: Leaf, known: datetime) -> datetime:
    """Move the moment known back by what the leaf's rule waits for.

    A rule that waits elapsed time is moved along instants: 24 hours are 23 on the clock of some days. One that waits
    whole periods counts from the start of the running one.
    """
    span = None if leaf.rule is None else leaf.rule.matures
    if isinstance(leaf.rule, CohortRule):
        known = start_of(known, leaf.rule.every.value, context.model.settings.week_start)
    if span is None:
        return known
    if not (isinstance(leaf.rule, ElapsedRule) and context.is_zoned(leaf)):
        return shift_back(known, span)
    zone = ZoneInfo(context.model.settings.timezone)
    back = shift_back(known.replace(tzinfo=zone).astimezone(UTC), span)
    return back.astimezone(zone).replace(tzinfo=None)
