"""Sentences over typed records: one claim each, never a cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from gnomon.base.errors import DataError
from gnomon.records.report import Member, MetricCard, Number, SeriesFigure, SeriesPoint
from gnomon.report.numbers import Change, describe_change, format_short, known
from gnomon.report.periods import (
    compared_period,
    name_comparison,
    name_period_short,
    place_period,
)

__all__ = [
    "Claim",
    "claim_latest",
    "claim_running",
    "compared_rows",
    "last_complete",
    "name_member",
    "require_points",
    "running_points",
]

_SINGULAR_ENDINGS = ("ss", "us", "is")
_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence and the numbers in it.

    Attributes
    ----------
    point : SeriesPoint or None
        The period spoken of; None when there is none.
    change : Change or None
        Against the compared period; None when either value is unknown.
    """

    text: str
    point: SeriesPoint | None = None
    change: Change | None = None


def require_points(figure: SeriesFigure) -> None:
    """Refuse a figure without a single known value.

    Raises
    ------
    DataError
        Named after the metric.
    """
    if any(known(p.value) is not None for p in figure.points):
        return
    scope = f" for {figure.scope}" if figure.scope else ""
    raise DataError(
        f"Metric {figure.card.name} has no value{scope} in {len(figure.points)} periods: nothing to draw. "
        "Widen the window or check the filter and the source.",
        code="DAT-310",
    )


def last_complete(figure: SeriesFigure) -> SeriesPoint | None:
    """Find the newest finished period with a known value."""
    return next((p for p in reversed(figure.points) if p.is_complete and known(p.value) is not None), None)


def compared_rows(figure: SeriesFigure, point: SeriesPoint) -> int | None:
    """Count the rows behind the value that a point is held against, where the figure holds that period."""
    start = compared_period(point.period, figure.comparison, figure.grain)
    return next((p.n for p in figure.points if p.period == start), None)


def running_points(figure: SeriesFigure) -> tuple[SeriesPoint, ...]:
    """Find the unfinished periods with a known value after the last complete one."""
    last = last_complete(figure)
    return tuple(
        p
        for p in figure.points
        if not p.is_complete and known(p.value) is not None and (last is None or p.period > last.period)
    )


def claim_latest(figure: SeriesFigure) -> Claim:
    """Say the last complete value beside what it is compared with.

    Parameters
    ----------
    figure : SeriesFigure
        With at least one known value.

    Raises
    ------
    DataError
        If no value is known.

    Examples
    --------
    >>> from datetime import datetime
    >>> card = MetricCard(name="ctr", label="Click rate", format=".1%", direction="up")
    >>> point = SeriesPoint(period=datetime(2022, 5, 8), value=0.452, compared=0.439)
    >>> claim_latest(SeriesFigure(card=card, points=(point,))).text.replace(chr(0x202F), " ")
    'Click rate was 45.2 % on Sun 8 May 2022, 1.3 points above Sun 1 May (43.9 %).'
    """
    require_points(figure)
    point = last_complete(figure)
    if point is None:
        return Claim(
            text=f"{_subject(figure)} {_verb(figure.card, 'has', 'have')} no finished {figure.grain} yet."
        )
    change = describe_change(
        point.value,
        point.compared,
        figure.card,
        compared_n=compared_rows(figure, point),
        write=format_short,
    )
    now, before = _tell_apart(point.value, point.compared, figure.card)
    verb, place = _verb(figure.card, "was", "were"), place_period(point.period, figure.grain)
    text = f"{_subject(figure)} {verb} {now} {place}"
    if not figure.comparison:
        return Claim(text=f"{text}.", point=point)
    when = _compared_name(figure, point)
    if change is None:
        return Claim(text=f"{text}; {when} has no value to compare with.", point=point)
    if change.sign == 0:
        return Claim(text=f"{text}, the same as {when}.", point=point, change=change)
    side = "above" if change.sign > 0 else "below"
    return Claim(text=f"{text}, {change.text} {side} {when} ({before}).", point=point, change=change)


def claim_running(figure: SeriesFigure) -> Claim | None:
    """Say what the newest unfinished period holds so far; None when every period is finished.

    It is held against nothing: a part of a period is not comparable with a whole one.

    Examples
    --------
    >>> from datetime import datetime
    >>> card = MetricCard(name="plays", label="Plays", kind="count")
    >>> points = (
    ...     SeriesPoint(period=datetime(2022, 5, 8), value=900),
    ...     SeriesPoint(period=datetime(2022, 5, 9), value=310, is_complete=False),
    ... )
    >>> claim_running(SeriesFigure(card=card, points=points)).text
    'Mon 9 May is unfinished: 310 so far.'
    """
    running = running_points(figure)
    if not running:
        return None
    point = running[-1]
    value = format_short(point.value, figure.card, has_unit=True)
    name = name_period_short(point.period, figure.grain)
    subject = f"The {name}" if name[0].islower() else name
    return Claim(text=f"{subject} is unfinished: {value} so far.", point=point)


def name_member(member: Member) -> str:
    """Name a value of a dimension; rows without one stand under ``(none)``, never left out.

    Examples
    --------
    >>> name_member(None), name_member(True), name_member(3.0), name_member("")
    ('(none)', 'yes', '3', '(empty)')
    """
    if member is None:
        return "(none)"
    if isinstance(member, bool):
        return "yes" if member else "no"
    if isinstance(member, float):
        return f"{member:.12g}"
    if isinstance(member, datetime):
        return f"{member:%Y-%m-%d}" if member.time() == time() else f"{member:%Y-%m-%d %H:%M}"
    return str(member) or "(empty)"


def _subject(figure: SeriesFigure) -> str:
    return f"{figure.card.label} ({figure.scope})" if figure.scope else figure.card.label


def _verb(card: MetricCard, singular: str, plural: str) -> str:
    last = card.label.rsplit(maxsplit=1)[-1].lower() if card.label.strip() else ""
    is_plural = last.endswith("s") and not last.endswith(_SINGULAR_ENDINGS)
    return plural if is_plural else singular


def _compared_name(figure: SeriesFigure, point: SeriesPoint) -> str:
    start = compared_period(point.period, figure.comparison, figure.grain)
    if start is None:
        return f"the {name_comparison(figure.comparison, figure.grain)}"
    name = name_period_short(start, figure.grain)
    if start.year != point.period.year and figure.grain in {"day", "week"}:
        name = f"{name} {start.year}"
    return f"the {name}" if name[0].islower() else name


def _tell_apart(value: Number | None, compared: Number | None, card: MetricCard) -> tuple[str, str]:
    """Write both values short; more than three digits only where they would look the same."""
    for digits in range(3, _MOST_DIGITS + 1):
        now, before = format_short(value, card, digits=digits), format_short(compared, card, digits=digits)
        if now != before or value == compared:
            break
    else:
        digits = 3
    return format_short(value, card, digits=digits, has_unit=True), format_short(
        compared, card, digits=digits
    )
