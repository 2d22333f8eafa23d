"""Judge packed series block by block, and write the verdicts as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from gnomon.app.detection import Detection
from gnomon.app.watch_input import Block, WatchInput, pack_blocks
from gnomon.app.watch_times import start_times
from gnomon.watch.budget import spend_budget
from gnomon.watch.calendar import HOLIDAY, NEIGHBOUR, list_special_days
from gnomon.watch.habits import LongPlaces
from gnomon.watch.incidents import KINDS, find_incidents
from gnomon.watch.replay import replay

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from gnomon.watch.grains import WatchGrain

__all__ = ["judge_input"]

_VERDICTS: Final = ("normal", "anomaly", "not enough history", "unfinished", "missing")
_DAY: Final = 86_400  # seconds
_NORMAL, _ANOMALY, _YOUNG, _UNFINISHED, _MISSING = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Verdicts of a block, flat; arrays of shape (rows,)."""

    series: NDArray[np.int64]
    bucket: NDArray[np.int64]
    numbers: dict[str, NDArray[np.float64]]
    verdict: NDArray[np.int8]
    kind: NDArray[np.int8]
    start: NDArray[np.int64]
    alert: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Calendars:
    """Special days by country.

    Attributes
    ----------
    days : list
        For each country: days since 1970, sorted, and their kinds; None when there are none.
    own : array of int, shape (series,)
        Which of them a series has.
    """

    days: list[tuple[NDArray[np.int64], NDArray[np.intp]] | None]
    own: NDArray[np.intp]

    def find_kinds(
        self, series: NDArray[np.int64], bucket: NDArray[np.int64], grain: WatchGrain
    ) -> NDArray[np.intp] | None:
        """Kind of day of every bucket; only for buckets of a day or shorter."""
        if all(days is None for days in self.days) or not 0 < grain.seconds <= _DAY:
            return None
        numbers = bucket * grain.seconds // _DAY
        kinds = np.zeros(bucket.shape, np.intp)
        for place, days in enumerate(self.days):
            columns = np.flatnonzero(self.own[series] == place)
            if days is not None and columns.size:
                here = numbers[:, columns]
                at = np.minimum(np.searchsorted(days[0], here), days[0].size - 1)
                kinds[:, columns] = np.where(days[0][at] == here, days[1][at], 0)
        return kinds


def judge_input(  # noqa: PLR0913 - keywords that a record would only write out again
    given: WatchInput, *, country: str | Sequence[str | None] | None, holidays: Sequence[date], events: Sequence[date],
    budget: str | None, now: datetime, threshold: float | None = None,
) -> Detection:  # fmt: skip
    """Judge every series and gather the verdicts.

    Parameters
    ----------
    country : str or sequence of str, optional
        Whose holidays to expect: of all series, or one for each, in the order of their labels.
    holidays, events : sequence of date
        Days that are holidays, and the project's own days.
    now : datetime
        Buckets that end later are unfinished.
    threshold : float, optional
        A p-value below it is an anomaly; else by the budget, or the grain's default.
    """
    count = len(np.unique(given.series))
    grain = given.grain
    if threshold is None:
        threshold = grain.rhythm.alert if budget is None else spend_budget(budget, grain=grain, series=count)
    days = _find_calendars(given, country, holidays, events)
    closed = _last_closed(grain, given, now)
    parts = [
        _judge_block(block, grain, days, threshold=threshold, closed=closed) for block in pack_blocks(given)
    ]
    by = tuple(given.labels.column_names)
    return Detection(data=_gather(given, parts), by=by, grain=grain.name, series=count, threshold=threshold)


def _find_calendars(
    given: WatchInput,
    country: str | Sequence[str | None] | None,
    holidays: Sequence[date],
    events: Sequence[date],
) -> _Calendars:
    """Special days of every country that is named, and the country of each series."""
    named = [country] if country is None or isinstance(country, str) else list(country)
    distinct = sorted(set(named), key=str)
    own = np.array([distinct.index(one) for one in named], np.intp)
    if isinstance(country, str) or country is None:
        own = np.zeros(given.labels.num_rows or 1, np.intp)
    return _Calendars(days=[_find_days(given, one, holidays, events) for one in distinct], own=own)


def _find_days(
    given: WatchInput, country: str | None, holidays: Sequence[date], events: Sequence[date]
) -> tuple[NDArray[np.int64], NDArray[np.intp]] | None:
    """Days since 1970 that are special, sorted, and their kinds."""
    if not given.buckets.size or not (country or holidays or events):
        return None
    ends = start_times(np.array([given.buckets.min(), given.buckets.max()]), given.grain)
    first, last = (cast("date", day) for day in ends.astype("datetime64[D]").tolist())
    found = list_special_days(country, (_day_of(event) for event in events), first=first, last=last)
    for day in sorted(_day_of(holiday) for holiday in holidays):
        number = day.toordinal()
        for beside in (number - 1, number + 1):
            found.setdefault(date.fromordinal(beside), NEIGHBOUR)
        found[day] = HOLIDAY
    epoch = date(1970, 1, 1).toordinal()
    days = np.array(sorted(day.toordinal() - epoch for day in found), np.int64)
    kinds = np.array([found[date.fromordinal(int(day) + epoch)] for day in days], np.intp)
    return days, kinds


def _day_of(moment: date) -> date:
    """The day of a date or a datetime."""
    return moment.date() if isinstance(moment, datetime) else moment


def _last_closed(grain: WatchGrain, given: WatchInput, now: datetime) -> int:
    """Number of the last bucket that ended."""
    zone = getattr(given.moments.kind, "tz", None)
    if zone is not None:
        from zoneinfo import ZoneInfo

        now = (now if now.tzinfo else now.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone))
    wall = np.datetime64(now.replace(tzinfo=None), "us")
    last = int(given.buckets.max(initial=0))
    around = np.arange(last - 3, last + 2)
    ended = around[:-1][start_times(around[1:], grain) <= wall]
    if ended.size and ended[-1] == last:
        return last
    ends = start_times(np.unique(given.buckets) + 1, grain)
    found = np.unique(given.buckets)[ends <= wall]
    return int(found[-1]) if found.size else int(given.buckets.min(initial=0)) - 1


def _judge_block(
    block: Block, grain: WatchGrain, calendars: _Calendars, *, threshold: float, closed: int
) -> _Rows:  # fmt: skip
    place = np.arange(len(block.values))[:, None]
    bucket = block.first[None, :] + place
    late = bucket > closed
    values = np.where(late, np.nan, block.values)
    found = replay(
        values,
        grain.rhythm,
        n=block.n,
        kinds=calendars.find_kinds(block.series, bucket, grain),
        places=_place(bucket, grain),
    )
    known, missing = np.isfinite(found.nats), np.isnan(values)
    anomalous = known & ~late & (found.nats > -np.log(threshold))
    incidents = find_incidents(values, found, anomalous, grain.rhythm)
    verdict = np.where(missing, _MISSING, _NORMAL)
    verdict = np.where(anomalous, _ANOMALY, np.where(~known & ~missing, _YOUNG, verdict))
    verdict = np.where(late, _UNFINISHED, verdict).astype(np.int8)
    shown = (place >= block.lead[None, :]) & (place < block.length[None, :])
    shown &= ~late | ~np.isnan(block.values)
    hidden = ~known | late
    numbers = {"value": block.values, **({} if block.n is None else {"n": block.n})}
    for name, values_of in (("expected", found.expected), ("low", found.low), ("high", found.high)):
        numbers[name] = np.where(hidden, np.nan, values_of)
    numbers["p_value"] = np.where(hidden, np.nan, np.exp(-found.nats.astype(np.float64)))
    return _Rows(
        series=np.broadcast_to(block.series, shown.shape)[shown], bucket=bucket[shown],
        numbers={name: column[shown] for name, column in numbers.items()}, verdict=verdict[shown],
        kind=incidents.kind[shown], start=np.where(incidents.start >= 0, incidents.start + block.first, -1)[shown],
        alert=incidents.is_alert[shown],
    )  # fmt: skip


def _place(bucket: NDArray[np.int64], grain: WatchGrain) -> LongPlaces | None:
    """Place of every bucket in the month and the year, for grains that learn from it."""
    if not grain.rhythm.year:
        return None
    first, last = int(bucket.min()), int(bucket.max())
    known = start_times(np.arange(first, last + 1), grain).astype("datetime64[D]").astype(np.intp)
    return LongPlaces.of_days(known[bucket - first])


def _gather(given: WatchInput, parts: Sequence[_Rows]) -> pa.Table:
    import pyarrow as pa

    if not parts:
        parts = [_no_rows(given)]
    series = np.concatenate([part.series for part in parts])
    bucket = np.concatenate([part.bucket for part in parts])
    order = np.lexsort((bucket, series))
    series, bucket = series[order], bucket[order]
    columns: dict[str, Any] = {}
    labels: Any = given.labels
    for name in labels.column_names:
        columns[name] = labels.column(name).take(pa.array(series))
    columns["time"] = _times(bucket, given)
    for name in parts[0].numbers:
        joined = np.concatenate([part.numbers[name] for part in parts])[order]
        columns[name] = pa.array(joined, mask=np.isnan(joined))
    columns["verdict"] = _words(np.concatenate([part.verdict for part in parts])[order], _VERDICTS)
    columns["kind"] = _words(np.concatenate([part.kind for part in parts])[order], KINDS)
    start = np.concatenate([part.start for part in parts])[order]
    columns["incident"] = _name_incidents(start, series, given)
    columns["alert"] = pa.array(np.concatenate([part.alert for part in parts])[order])
    return cast("Any", pa).table(columns)


def _no_rows(given: WatchInput) -> _Rows:
    none, number = np.zeros(0, np.int64), np.zeros(0)
    names = ("value", *(() if given.n is None else ("n",)), "expected", "low", "high", "p_value")
    return _Rows(
        series=none, bucket=none, numbers=dict.fromkeys(names, number), verdict=none.astype(np.int8),
        kind=none.astype(np.int8), start=none, alert=none.astype(bool),
    )  # fmt: skip


def _times(bucket: NDArray[np.int64], given: WatchInput) -> Any:  # noqa: ANN401 - arrays of a library without types
    import pyarrow as pa
    from pyarrow import compute

    pc: Any = compute
    kind: Any = given.moments.kind
    times: Any = pa.array(start_times(bucket, given.grain))
    if pa.types.is_date(kind):
        return times.cast(pa.date32())
    if getattr(kind, "tz", None) is not None:
        return pc.assume_timezone(times, kind.tz, ambiguous="earliest", nonexistent="latest")
    return times


def _words(codes: NDArray[np.int8], words: tuple[str, ...]) -> Any:  # noqa: ANN401 - as above
    import pyarrow as pa

    table: Any = pa.array([word or None for word in words], pa.string())
    return table.take(pa.array(codes))


def _name_incidents(start: NDArray[np.int64], series: NDArray[np.int64], given: WatchInput) -> Any:  # noqa: ANN401 - as above
    """Name an incident by its series and first bucket, so that it keeps its name when more data comes."""
    import pyarrow as pa

    names: list[str | None] = [None] * start.size
    rows = np.flatnonzero(start >= 0)
    if rows.size:
        labels: Any = given.labels
        shown: list[dict[str, object]] = [{} for _ in rows]
        if labels.num_columns:
            shown = labels.take(pa.array(series[rows])).to_pylist()
        form = "%Y-%m-%d" if given.grain.per_day == 0 else "%Y-%m-%dT%H:%M"
        begins = start_times(start[rows], given.grain).tolist()
        for row, begin, label in zip(rows, begins, shown, strict=True):
            names[row] = " ".join([begin.strftime(form), *(str(value) for value in label.values())])
    return pa.array(names, pa.string())
