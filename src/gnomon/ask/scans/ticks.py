"""Moments as whole microseconds: elapsed time is compared as numbers, which every engine does alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlglot import exp

from gnomon.ask.localtime import as_timestamp
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain

if TYPE_CHECKING:
    from gnomon.ask.localtime import LocalTime
    from gnomon.base.time import Window

__all__ = ["DAY", "SECOND", "span_ticks", "ticks_at", "ticks_of"]

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
_LENGTHS: Final = {
    Grain.MILLISECOND: SECOND // 1000,
    Grain.SECOND: SECOND,
    Grain.MINUTE: 60 * SECOND,
    Grain.HOUR: 3600 * SECOND,
    Grain.DAY: DAY,
    Grain.WEEK: 604_800 * SECOND,
}


def span_ticks(window: Window) -> int:
    """Microseconds of a length of elapsed time: a day is 24 hours, whatever the clocks do.

    Raises
    ------
    QuestionError
        If it is a month or longer, or of a custom grain: those have no one length.
    """
    length = _LENGTHS.get(window.standard) if window.standard is not None else None
    if length is None:
        raise QuestionError(f"{window} has no one length. Write it in days or hours.", code="ASK-231")
    return window.count * length


def ticks_of(local: LocalTime, *, is_instant: bool) -> exp.Expr:
    """Build the microseconds of a moment: since 1970 in UTC for an instant, else on the wall clock."""
    tree = local.instant if is_instant and local.instant is not None else as_timestamp(local)
    return exp.Anonymous(this="epoch_us", expressions=[tree.copy()])


def ticks_at(moment: datetime, zone: str | None) -> int:
    """Microseconds of a moment on the wall clock, of a zone where the times are instants."""
    aware = moment.replace(tzinfo=UTC if zone is None else ZoneInfo(zone))
    return (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
