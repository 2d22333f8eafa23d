"""Detect anomalies in anybody's table of series, from what was known at each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

from gnomon.app.read_frame import check_columns, read_frame
from gnomon.base.errors import QuestionError

if TYPE_CHECKING:
    from gnomon.app.detection import Detection
    from gnomon.app.watch_input import WatchInput

__all__ = ["detect"]


def detect(  # noqa: PLR0913 - options are keywords; a spec object would only be written out again
    frame: object,
    *,
    time: str,
    value: str,
    by: str | Sequence[str] = (),
    grain: str | None = None,
    n: str | None = None,
    calendar: str | Mapping[str, str] | Iterable[date] | None = None,
    country_by: str | None = None,
    events: Iterable[date] = (),
    budget: str | None = None,
    now: datetime | None = None,
) -> Detection:
    """Say for every bucket of every series what was expected, and whether it is out of the ordinary.

    Robust forecasters that learn level, season and calendar follow each series, on its own scale and on one
    where its noise is even; how surprising a bucket is, alone and summed with those before it, becomes a
    p-value by the series' own history. The verdict at a time uses nothing that came later.

    Parameters
    ----------
    frame : Arrow table, frame of Polars or pandas, mapping of columns, or path of a CSV or Parquet file
        One row a bucket and series, in any order; a bucket without a row is missing, which is not 0.
    time, value : str
        Columns of the bucket's time and of the number to watch; null values count as missing.
    by : str or sequence of str
        Columns that tell series apart; none for a single series.
    grain : str, optional
        ``5 minutes``, ``hour``, ``day``, ``week``, ``month`` or ``quarter``; guessed when not given.
    n : str, optional
        Column of denominators, when the value is a share of them; its noise is then known.
    calendar : str, mapping or iterable of date, optional
        Country whose holidays to expect (``DE``, ``US-CA``); countries by value of ``country_by``, such as
        ``{"Germany": "DE"}``; or the days themselves.
    country_by : str, optional
        Which of the columns of ``by`` tells the country of a series; its values are codes when ``calendar`` is no
        mapping. A value without a country has no holidays.
    events : iterable of date
        The project's own days: launches, sales, migrations.
    budget : str, optional
        False alerts that you accept over all series, such as ``2 per week``; without it the grain's default.
    now : datetime, optional
        Buckets that end later are unfinished and not judged; the clock when not given.

    Returns
    -------
    Detection

    Raises
    ------
    UnknownNameError
        When a column does not exist.
    QuestionError
        ASK-295 to ASK-298: grain, budget, country or columns.
    DataError
        DAT-320 when the frame cannot be read, DAT-340 to DAT-345 when its times or numbers cannot be judged.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> days = [date(2024, 1, 1) + timedelta(days=d) for d in range(90)]
    >>> orders = [100 + 7 * (d % 7) + d * 37 % 11 for d in range(90)]
    >>> orders[80] = 30
    >>> found = detect({"day": days, "orders": orders}, time="day", value="orders")
    >>> [(row["time"].isoformat(), row["kind"]) for row in found.anomalies().to_pylist()]
    [('2024-03-21', 'drop')]
    """
    from gnomon.app.detect_blocks import judge_input
    from gnomon.app.watch_input import read_watch_input

    names = (by,) if isinstance(by, str) else tuple(by)
    reserved = [name for name in names if name in _OUTPUT]
    if reserved:
        raise QuestionError(
            f"The result has a column {reserved[0]!r} of its own. Rename the one that tells series apart.",
            code="ASK-298",
        )
    table = read_frame(frame)
    check_columns(table, (time, value, *names, *(() if n is None else (n,))))
    given = read_watch_input(table, time=time, value=value, by=names, n=n, grain=grain)
    country, holidays = _read_calendar(given, calendar, country_by)
    return judge_input(
        given, country=country, holidays=holidays, events=list(events), budget=budget,
        now=now or datetime.now(UTC),
    )  # fmt: skip


def _read_calendar(
    given: WatchInput, calendar: str | Mapping[str, str] | Iterable[date] | None, country_by: str | None
) -> tuple[str | list[str | None] | None, list[date]]:
    """Country of all series or of each, and days that are holidays in all of them."""
    if calendar is None and country_by is None:
        return None, []
    if country_by is None and isinstance(calendar, str):
        return calendar, []
    if country_by is None and not isinstance(calendar, Mapping):
        return None, list(cast("Iterable[date]", calendar))
    codes = cast("Mapping[str, str]", calendar) if isinstance(calendar, Mapping) else None
    names: list[str] = given.labels.column_names
    column = names[0] if country_by is None and len(names) == 1 else country_by
    if column not in names or (codes is None and calendar is not None):
        raise QuestionError(
            f"Countries by series need country_by, one of the columns of by ({', '.join(names) or 'there are none'}), "
            "and a calendar that is a mapping to codes, or none when the values are codes themselves.",
            code="ASK-299",
        )
    labels: Any = given.labels
    values = [None if v is None else str(v) for v in labels.column(column).to_pylist()]
    return (values if codes is None else [codes.get(v) if v else None for v in values]), []


_OUTPUT = frozenset(
    {"time", "value", "n", "expected", "low", "high", "p_value", "verdict", "kind", "incident", "alert"}
)
