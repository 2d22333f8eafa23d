"""The arguments of a question as people give them, read to what a record takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, TypeGuard
from zoneinfo import ZoneInfo

from gnomon.ask.moments import as_moment
from gnomon.base.errors import InputError, QuestionError, nearest_hint
from gnomon.base.time import parse_moment
from gnomon.records import COMPARISONS, Comparison

__all__ = [
    "Compare",
    "Moment",
    "Names",
    "read_comparisons",
    "read_instant",
    "read_limit",
    "read_moment",
    "read_names",
    "read_text",
    "read_texts",
]

_FIRST_YEAR: Final = 1
_LAST_YEAR: Final = 9999
_MOST_ROWS: Final = 2**63 - 1

Names = str | Sequence[str]
Moment = str | date | None
Compare = str | Comparison | Sequence[str | Comparison] | tuple[date, date] | None


def read_names(names: Names, name: str = "names") -> tuple[str, ...]:
    """Split names at commas; a call such as ``metric(a, b)`` stays whole.

    Raises
    ------
    QuestionError
        ASK-205 for anything but a text or several.
    """
    if isinstance(names, str):
        if "(" in names:
            return (names.strip(),)
        return tuple(part for piece in names.split(",") if (part := piece.strip()))
    if _is_sequence(names) and all(isinstance(each, str) for each in names):
        return tuple(str(each) for each in names)
    raise QuestionError(f"{names!r} is neither a name nor several of them.", code="ASK-205", where=name)


def read_text(text: str | None, name: str) -> str | None:
    """Take a text, or nothing.

    Raises
    ------
    QuestionError
        ASK-205 for anything else.
    """
    if text is None or isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance] # callers are not all checked
        return text
    raise QuestionError(f"{text!r} is no text.", code="ASK-205", where=name)


def read_texts(texts: object) -> tuple[str, ...]:
    """Take one text or several.

    Raises
    ------
    QuestionError
        ASK-213 for anything else.
    """
    if not texts:
        return ()
    if isinstance(texts, str):
        return (texts,)
    if _is_sequence(texts) and all(isinstance(t, str) for t in texts):
        return tuple(str(t) for t in texts)
    raise QuestionError(f"where takes a text or several, not {texts!r}.", code="ASK-213", where="where")


def _is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence)


def read_moment(value: Moment, name: str) -> date | None:
    """Read a day or a moment.

    Raises
    ------
    QuestionError
        ASK-219 when it is neither.
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return parse_moment(value)
    except InputError as error:
        raise QuestionError(error.message, code="ASK-219", where=name) from None


def read_instant(moment: Moment, zone: str) -> datetime | None:
    """Read the moment that counts as now, in a zone unless it has one."""
    found = read_moment(moment, "as_of")
    if found is None:
        return None
    whole = found if isinstance(found, datetime) else as_moment(found)
    if not _FIRST_YEAR < whole.year < _LAST_YEAR:
        raise QuestionError(
            f"{moment} lies at an end of the calendar, which holds the years 1 to 9999.",
            code="ASK-244",
            where="as_of",
        )
    return whole if whole.tzinfo is not None else whole.replace(tzinfo=ZoneInfo(zone))


def read_limit(limit: int | None) -> int | None:
    """Check a number of rows.

    Raises
    ------
    QuestionError
        ASK-220 when it is below 0, no whole number, or more than an engine counts.
    """
    if limit is None:
        return None
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:  # pyright: ignore[reportUnnecessaryIsInstance] # callers are not all checked
        raise QuestionError(
            f"limit is {limit!r}; it must be 0 or more, a whole number.", code="ASK-220", where="limit"
        )
    if limit > _MOST_ROWS:
        raise QuestionError(f"limit is {limit}; leave it out for all rows.", code="ASK-220", where="limit")
    return limit


def _pair_of_days(compare: object) -> Comparison | None:
    """Read an explicit window given as its first and its last day; None for anything else."""
    if isinstance(compare, str) or not _is_sequence(compare) or len(compare) != len(("first", "last")):
        return None
    days = [day for day in compare if _is_day(day)]
    if len(days) != len(compare):
        return None
    start, end = (read_moment(day, "compare") for day in days)
    return Comparison(name="window", start=start, end=end)


def _is_day(value: object) -> TypeGuard[str | date]:
    is_text = isinstance(value, str) and value[:1].isdigit() and ".." not in value
    return is_text or isinstance(value, date)


def _told(item: str | date) -> str:
    return item if isinstance(item, str) else str(item)


def _read_days(text: str) -> Comparison:
    """Read an explicit window, written as its first and its last day."""
    first, _, last = text.partition("..")
    start, end = (read_moment(day.strip(), "compare") for day in (first, last))
    return Comparison(name="window", start=start, end=end)


def read_comparisons(compare: Compare) -> tuple[Comparison, ...]:
    """Read comparisons by name, or windows written as ``2018-11-01..2018-11-30``.

    Raises
    ------
    QuestionError
        ASK-242 when there is no such name.
    """
    if compare is None:
        return ()
    if not isinstance(compare, (Comparison, Sequence)):  # pyright: ignore[reportUnnecessaryIsInstance] # callers are not all checked
        raise QuestionError(f"{compare!r} is no comparison.", code="ASK-242", where="compare")
    if (pair := _pair_of_days(compare)) is not None:
        return (pair,)
    items = [compare] if isinstance(compare, (str, Comparison)) else list(compare)
    found: list[Comparison] = []
    for item in items:
        if isinstance(item, Comparison):
            found.append(item)
            continue
        for name in read_names(_told(item), "compare"):
            if ".." in name:
                found.append(_read_days(name))
                continue
            if name not in COMPARISONS or name == "window":
                known = [c for c in COMPARISONS if c != "window"]
                hint = nearest_hint(name, known, otherwise=f"Known: {', '.join(known)}.")
                raise QuestionError(f"Unknown comparison {name!r}. {hint}", code="ASK-242", where="compare")
            found.append(Comparison(name=name))
    return tuple(found)
