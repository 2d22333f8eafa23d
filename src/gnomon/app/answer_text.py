"""An answer as headings and cells of text: the same for the terminal and for Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from gnomon.records.report import MetricCard
from gnomon.report.numbers import DASH, describe_change, format_exact, is_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.records import Answer, MetricColumn

__all__ = [
    "TextColumn",
    "TextTable",
    "count_rules",
    "member_text",
    "period_text",
    "tabulate",
    "tabulate_long",
]

NULL_MEMBER: Final = "(none)"
UNFINISHED: Final = "…"
_PLAIN: Final = MetricCard(name="", label="")
_PATTERNS: Final = {
    "year": "%Y",
    "month": "%Y-%m",
    "week": "%Y-%m-%d",
    "day": "%Y-%m-%d",
    "hour": "%Y-%m-%d %H:%M",
    "minute": "%Y-%m-%d %H:%M",
    "second": "%Y-%m-%d %H:%M:%S",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumn:
    """A heading, and whether numbers stand below it."""

    heading: str
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """Columns and rows of text.

    Attributes
    ----------
    rows : tuple of tuple of str
        One text a column.
    """

    columns: tuple[TextColumn, ...]
    rows: tuple[tuple[str, ...], ...]


def tabulate(answer: Answer, *, with_n: bool = True) -> TextTable:
    """Write an answer as text, one row a period and slice.

    Values that are not final carry ``…``. A period in which none is final reads ``so far``, or ``partial``
    when later ones have data. The null member of a dimension is ``(none)``, an unknown value is a dash.

    Parameters
    ----------
    answer : Answer
        Any.
    with_n : bool
        Show the rows or entities behind each value.
    """
    data = answer.data.to_pydict()
    count = answer.data.num_rows
    columns: list[TextColumn] = [TextColumn(heading=key.label or key.name) for key in answer.keys]
    texts: list[list[str]] = [_key_texts(answer, index, data, count) for index in range(len(answer.keys))]
    for metric in answer.metrics:
        for column, cells in _metric_texts(metric, data, is_only=len(answer.metrics) == 1, with_n=with_n):
            columns.append(column)
            texts.append(cells)
    return TextTable(columns=tuple(columns), rows=tuple(zip(*texts, strict=True)) if texts else ())


def tabulate_long(
    rows: Sequence[dict[str, object]], names: Sequence[str], *, time: str | None, grain: str | None
) -> TextTable:
    """Write tidy rows (one a period, slice and metric) as text.

    Parameters
    ----------
    rows : sequence of mapping
        As ``Answer.to_arrow("long")`` gives them.
    names : sequence of str
        Columns in order.
    time, grain : str or None
        Name and grain of the period column.
    """
    numbers = {n for n in names if any(_is_number(row[n]) for row in rows)}
    columns = tuple(TextColumn(heading=n, is_number=n in numbers) for n in names)

    def cell(row: dict[str, object], name: str) -> str:
        value = row[name]
        if name == time:
            return period_text(value, grain)
        if name in numbers:
            return format_exact(_number(value), _PLAIN)
        return member_text(value)

    return TextTable(columns=columns, rows=tuple(tuple(cell(row, n) for n in names) for row in rows))


def count_rules(answer: Answer) -> tuple[str, ...]:
    """Say how each metric is counted, one line a metric whose kind has a rule."""
    return tuple(f"{metric.label or metric.name}: {metric.rule}" for metric in answer.metrics if metric.rule)


def period_text(value: object, grain: str | None) -> str:
    """Write the start of a period as short as its grain allows.

    Examples
    --------
    >>> period_text(date(2024, 4, 1), "month"), period_text(date(2024, 4, 1), "quarter")
    ('2024-04', '2024-Q2')
    """
    if value is None:
        return NULL_MEMBER
    if not isinstance(value, date):
        return str(value)
    if grain == "quarter":
        return f"{value.year}-Q{(value.month + 2) // 3}"
    if grain in _PATTERNS:
        return value.strftime(_PATTERNS[grain])
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()


def member_text(value: object) -> str:
    """Write a member of a dimension; the null member shows as ``(none)``.

    Examples
    --------
    >>> member_text(None), member_text(True), member_text("")
    ('(none)', 'true', '(empty)')
    """
    if value is None:
        return NULL_MEMBER
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) or "(empty)"


def _key_texts(answer: Answer, index: int, data: dict[str, list[object]], count: int) -> list[str]:
    key = answer.keys[index]
    values = data[key.name]
    if key.kind != "time":
        return [member_text(v) for v in values]
    texts = [period_text(v, key.grain) for v in values]
    if index > 0 or not answer.metrics:
        return texts
    finals = [data[m.complete_column] for m in answer.metrics]
    running = _running_period(values, answer.complete_through)
    is_open = [all(column[row] is False for column in finals) for row in range(count)]
    marks = [_mark(v, running) if is_still else "" for v, is_still in zip(values, is_open, strict=True)]
    return [f"{text}{mark}" for text, mark in zip(texts, marks, strict=True)]


def _running_period(values: list[object], through: datetime | None) -> datetime | None:
    """Find the last period that data has reached; None where that cannot be told."""
    starts = [_naive(v) for v in values if isinstance(v, date)]
    return max((s for s in starts if through is not None and s < through), default=None)


def _mark(value: object, running: datetime | None) -> str:
    """Tell a period that still grows from an earlier one of which a part is missing for good."""
    is_past = running is not None and isinstance(value, date) and _naive(value) < running
    return " partial" if is_past else " so far"


def _naive(value: date) -> datetime:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return datetime(value.year, value.month, value.day)


def _metric_texts(
    metric: MetricColumn, data: dict[str, list[object]], *, is_only: bool, with_n: bool
) -> list[tuple[TextColumn, list[str]]]:
    card = MetricCard(
        name=metric.name,
        label=metric.label or metric.name,
        kind=metric.kind,
        unit=metric.unit,
        format=metric.format,
        direction=metric.direction,
    )
    prefix = "" if is_only else f"{card.label}: "
    values = [_number(v) for v in data[metric.name]]
    marks = [UNFINISHED if is_final is False else "" for is_final in data[metric.complete_column]]
    shown = [format_exact(v, card) + mark for v, mark in zip(values, marks, strict=True)]
    columns = [(TextColumn(heading=_with_unit(card), is_number=True), shown)]
    for end, column in (("low", metric.low_column), ("high", metric.high_column)):
        if column:
            ends = [format_exact(_number(v), card) for v in data[column]]
            columns.append((TextColumn(heading=f"{prefix}{end}", is_number=True), ends))
    for name, column in metric.comparisons:
        compared = [_number(v) for v in data[column]]
        heading = f"{prefix}{name.replace('_', ' ')}"
        columns.append(
            (TextColumn(heading=heading, is_number=True), [format_exact(c, card) for c in compared])
        )
        changes = [describe_change(v, c, card) for v, c in zip(values, compared, strict=True)]
        signed = [DASH if change is None else change.signed for change in changes]
        columns.append((TextColumn(heading=f"{prefix}change", is_number=True), signed))
    if with_n:
        counts = [format_exact(_number(n), _PLAIN) for n in data[metric.n_column]]
        columns.append((TextColumn(heading=f"{prefix}n", is_number=True), counts))
    return columns


def _with_unit(card: MetricCard) -> str:
    return card.label if not card.unit or is_share(card) else f"{card.label} ({card.unit})"


def _number(value: object) -> int | float | None:
    """Take a number as the report writes it; whole decimals keep every digit."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (int, float)):
        return value
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
