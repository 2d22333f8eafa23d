"""Anchors: from the day that an answer shows to the day that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import standard_grain
from gnomon.ask.localtime import LocalTime, move, truncate
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.context import Context
    from gnomon.ask.leaf import Frame

__all__ = ["anchored_day"]


def anchored_day(context: Context, day: exp.Expr, frame: Frame, base: Grain) -> exp.Expr:
    """Move a shown day along the frame's anchors to the day that is looked at."""
    is_date = base >= Grain.DAY
    for anchor in frame.anchors:
        if anchor.back is not None:
            if anchor.back.standard is None:
                raise QuestionError(
                    f"An offset of {anchor.back} needs the question's grain to be {anchor.back.grain} alone.",
                    code="ASK-233",
                )
            day = move(day, anchor.back, back=True, keep_date=is_date)
        elif anchor.start_of is not None:
            grain = standard_grain(anchor.start_of)
            if grain is None:
                raise QuestionError(f"The start of a {anchor.start_of} is not supported.", code="ASK-233")
            day = truncate(
                LocalTime(tree=day, is_date=is_date), grain, week_start=context.model.settings.week_start
            ).tree
    return day
