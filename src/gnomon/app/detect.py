"""Detect anomalies in anybody's table of series, from what was known at each time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from gnomon.app.read_frame import check_columns, read_frame
from gnomon.base.errors import QuestionError

if TYPE_CHECKING:
    from gnomon.app.detection import Detection

__all__ = ["detect"]


def detect(  # noqa: PLR0913 - options are keywords; a spec object would only be written out again
    frame: object,
    *,
    time: str,
    value: str,
    by: str | Sequence[str] = (),
    grain: str | None = None,
    n: str | None = None,
    calendar: str | Iterable[date] | None = None,
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
    calendar : str or iterable of date, optional
        Country whose holidays to expect (``DE``, ``US-CA``), or the days themselves.
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
        ASK-295 to ASK-297: grain, budget or country.
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
    country, days = (calendar, list(events)) if isinstance(calendar, str) else (None, list(events))
    holidays = [] if calendar is None or isinstance(calendar, str) else list(calendar)
    return judge_input(
        given, country=country, holidays=holidays, events=days, budget=budget, now=now or datetime.now(UTC)
    )


_OUTPUT = frozenset(
    {"time", "value", "n", "expected", "low", "high", "p_value", "verdict", "kind", "incident", "alert"}
)
