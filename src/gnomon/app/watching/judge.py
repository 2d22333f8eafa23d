"""Judge gathered series under the project's calendar, with one budget of false alerts over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from gnomon.base.errors import QuestionError
from gnomon.records.anomaly import Anomaly
from gnomon.stats.false_discovery import control_false_discovery
from gnomon.watch.grains import read_grain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gnomon.app.watching.gather import Gathered, SeriesKey
    from gnomon.define.watching import WatchSettings
    from gnomon.records.event import Event
    from gnomon.watch.training import ExcludedPeriod

__all__ = ["Judged", "judge_series"]

_FALSE: Final = 0.1  # share of raised slices that may be false
_TRAILING: Final = 7  # buckets that are held against each other
_SLICES: Final = 0.5  # part of the budget that goes to slices
_TICK: Final = timedelta(microseconds=1)
_END: Final = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """Verdicts of all series; arrays have the shape (rows,).

    Attributes
    ----------
    keys : tuple of SeriesKey
    series : array of int
        Place in ``keys``.
    time : array of datetime64[us]
    value, expected, low, high, p_value : array of float
        nan where there is no value, or not enough history.
    is_raised : array of bool
        Out of the ordinary, after control over all series.
    is_loud : array of bool
        Raised, and the first of its series' incident or one that turned round or grew by half.
    kind : array of str
        What sort of anomaly, where there is one.
    notes : tuple of str
    """

    keys: tuple[SeriesKey, ...]
    series: NDArray[np.int64]
    time: NDArray[np.datetime64]
    value: NDArray[np.float64]
    expected: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p_value: NDArray[np.float64]
    is_raised: NDArray[np.bool_]
    is_loud: NDArray[np.bool_]
    kind: NDArray[np.str_]
    notes: tuple[str, ...] = ()

    def anomalies(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Anomaly, ...]:
        """Raised buckets as records, by time and series.

        Parameters
        ----------
        since, until : datetime, optional
            First and last begin of buckets, in the reporting zone, without a zone.
        """
        rows = self.is_raised
        if since is not None:
            rows = rows & (self.time >= np.datetime64(since, "us"))
        if until is not None:
            rows = rows & (self.time <= np.datetime64(until, "us"))
        return tuple(self._record(int(at)) for at in np.flatnonzero(rows))

    def points(self, *, since: datetime) -> list[dict[str, object]]:
        """Every bucket from a moment on, as plain rows."""
        rows: list[dict[str, object]] = []
        for at in np.flatnonzero(self.time >= np.datetime64(since, "us")).tolist():
            key = self.keys[int(self.series[at])]
            numbers = {
                name: None if np.isnan(found := float(getattr(self, name)[at])) else found
                for name in ("value", "expected", "low", "high", "p_value")
            }
            told = "anomaly" if self.is_raised[at] else "normal"
            if numbers["p_value"] is None:
                told = "missing" if numbers["value"] is None else "not enough history"
            start = cast("datetime", self.time[at].item())
            rows.append(
                {"metric": key.metric, "where": key.where, "start": start, **numbers, "verdict": told}
            )
        return rows

    def _record(self, at: int) -> Anomaly:
        key, value = self.keys[int(self.series[at])], float(self.value[at])
        return Anomaly(
            metric=key.metric,
            where=key.where,
            grain=key.grain,
            start=cast("datetime", self.time[at].item()),
            value=None if np.isnan(value) else value,
            expected=float(self.expected[at]),
            low=float(self.low[at]),
            high=float(self.high[at]),
            p_value=float(self.p_value[at]),
            kind=str(self.kind[at]),
            is_loud=bool(self.is_loud[at]),
        )


def judge_series(
    given: Gathered,
    settings: WatchSettings,
    events: Sequence[Event] = (),
    *,
    excluded: Sequence[ExcludedPeriod] = (),
    factors: Mapping[str, float] = MappingProxyType({}),
) -> Judged:
    """Judge every series, then keep false alerts within the budget.

    Totals and slices each get a half of the budget, spread over families of totals and over slices; a threshold
    is never above the default of its grain. Slices must pass the rule of Benjamini and Hochberg over the last
    seven buckets of their metric as well. What lies nearer to the expected value than the least change is not
    raised.

    Parameters
    ----------
    events : sequence of Event
        Their days are no ordinary days, for the series that their scope covers.
    excluded : sequence of ExcludedPeriod
        Their days are no ordinary days either: people said that the data was at fault.
    factors : mapping of str to float
        By how much the p-value of a metric must be lower than the budget asks.
    """
    thresholds = _spend(given.keys, settings)
    groups, notes = _group(given.keys, settings, events, excluded)
    parts = [
        _judge(given, members, country=country, days=days, threshold=thresholds[grain, is_total])
        for (grain, is_total, _, country, days), members in groups.items()
    ]
    if not parts:
        return _nothing(given)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns["series"], columns["time"]))
    columns = {name: column[order] for name, column in columns.items()}
    raised = columns.pop("is_anomaly") & _is_material(columns, settings.least_change)
    raised &= ~np.isnan(columns["value"]) | _has_no_row(given, columns)
    if factors:
        raised &= _is_sure(given.keys, columns, thresholds, factors)
    raised &= _pass_false_discovery(given.keys, columns, raised)
    incident = columns.pop("incident")
    loud = columns.pop("is_loud") & raised | _first_of(incident, raised)
    return Judged(keys=given.keys, is_raised=raised, is_loud=loud, notes=notes, **columns)


def _spend(keys: Sequence[SeriesKey], settings: WatchSettings) -> dict[tuple[str, bool], float]:
    """P-value below which a bucket is out of the ordinary, by grain and whether it is a total's.

    The budget counts incidents, and totals of metrics that read the same sources make one: theirs is spread over
    such families. Slices are few rows each and cut one table many times: theirs is spread over every series.
    """
    found: dict[tuple[str, bool], float] = {}
    for is_total in (True, False):
        own = [key for key in keys if (not key.where) == is_total]
        budget = settings.spend(len({key.metric for key in keys}))
        a_day = budget.per_day * (_SLICES if any(key.where for key in keys) else 1.0)
        lone = {key.family or key.metric for key in own} if is_total else own
        for name in {key.grain for key in own}:
            grain = read_grain(name)
            found[name, is_total] = min(grain.rhythm.alert, a_day / len(lone) * grain.days)
    return found


_Group = tuple[str, bool, bool, str | None, tuple[date, ...]]


def _group(
    keys: Sequence[SeriesKey],
    settings: WatchSettings,
    events: Sequence[Event],
    excluded: Sequence[ExcludedPeriod],
) -> tuple[dict[_Group, list[int]], tuple[str, ...]]:
    """Series that share a grain, a calendar and a way of judging, and what was left aside."""
    found: dict[_Group, list[int]] = {}
    notes: list[str] = []
    for at, key in enumerate(keys):
        country = _country(key, settings, notes)
        touched = {day for e in events if _covers(e, key) for day in _days(e.start, e.end)}
        touched |= {day for p in excluded if _holds(p, key) for day in _days(p.start, p.end - _TICK)}
        days = tuple(sorted(touched))
        found.setdefault((key.grain, not key.where, key.has_shares, country, days), []).append(at)
    return found, tuple(dict.fromkeys(notes))


def _country(key: SeriesKey, settings: WatchSettings, notes: list[str]) -> str | None:
    from gnomon.watch.calendar import list_special_days

    own = next((value for name, value in key.where if name == settings.country_by), None)
    if own is None:
        return settings.country
    try:
        list_special_days(own, (), first=date(2024, 1, 1), last=date(2024, 1, 1))
    except QuestionError:
        notes.append(f"{settings.country_by} = {own} is no country whose holidays are known.")
        return settings.country
    return own


def _covers(event: Event, key: SeriesKey) -> bool:
    """Whether an event touches all of a series."""
    if not event.scope:
        return True
    where = dict(key.where)
    touched: dict[str, set[str]] = {}
    for name, value in event.scope:
        touched.setdefault(name, set()).add(value)
    return all(where.get(name) in values for name, values in touched.items())


def _holds(period: ExcludedPeriod, key: SeriesKey) -> bool:
    """Whether a series is the one whose data was at fault, or a part of it."""
    return period.metric == key.metric and set(period.where) <= set(key.where)


def _days(start: date, end: date) -> list[date]:
    first, last = (m.date() if isinstance(m, datetime) else m for m in (start, end))
    return [first + timedelta(days=d) for d in range((last - first).days + 1)]


def _is_sure(
    keys: Sequence[SeriesKey],
    columns: dict[str, NDArray[Any]],
    thresholds: Mapping[tuple[str, bool], float],
    factors: Mapping[str, float],
) -> NDArray[np.bool_]:
    """Whether a bucket is as strange as it must be in a metric that raised what was nothing."""
    limits = [
        thresholds[key.grain, not key.where] * factors[key.metric] if key.metric in factors else 1.0
        for key in keys
    ]
    return ~(columns["p_value"] > np.array(limits)[columns["series"]])


def _judge(
    given: Gathered, members: Sequence[int], *, country: str | None, days: Sequence[date], threshold: float
) -> dict[str, NDArray[Any]]:
    """Verdicts of some series, as columns."""
    import pyarrow as pa

    from gnomon.app.detect_blocks import judge_input
    from gnomon.app.watch_input import read_watch_input

    keys = [given.keys[at] for at in members]
    place = np.full(len(given.keys), -1)
    place[list(members)] = np.arange(len(members))
    rows = place[given.series] >= 0
    columns: dict[str, Any] = {
        "series": pa.array(place[given.series[rows]]),
        "time": pa.array(given.time[rows]),
        "value": pa.array(given.value[rows], from_pandas=True),
    }
    has_shares = keys[0].has_shares
    if has_shares:
        columns["n"] = pa.array(given.n[rows], from_pandas=True)
    read = read_watch_input(
        cast("Any", pa).table(columns), time="time", value="value", by=("series",), grain=keys[0].grain,
        n="n" if has_shares else None,
    )  # fmt: skip
    found = judge_input(
        read, country=country, holidays=(), events=days, budget=None, now=_END, threshold=threshold
    )
    data: Any = found.data
    own = np.asarray(data.column("series").to_numpy(), np.int64)
    time = np.asarray(data.column("time").to_numpy(), "datetime64[us]")
    kept = time <= np.array([key.last for key in keys], "datetime64[us]")[own]
    result: dict[str, NDArray[Any]] = {"series": np.asarray(members, np.int64)[own[kept]], "time": time[kept]}
    for name in ("value", "expected", "low", "high", "p_value"):
        result[name] = np.asarray(data.column(name).to_numpy(), np.float64)[kept]
    result["kind"] = _texts(data.column("kind"))[kept]
    result["is_anomaly"] = (_texts(data.column("verdict")) == "anomaly")[kept]
    result["is_loud"] = np.asarray(data.column("alert").to_numpy(), np.bool_)[kept]
    result["incident"] = np.char.add(_texts(data.column("incident")), np.char.add("|", own.astype(str)))[kept]
    result["incident"] = np.where(result["is_anomaly"], result["incident"], "")
    return result


def _texts(column: Any) -> NDArray[np.str_]:  # noqa: ANN401 - a column of a library without types
    return np.array([text or "" for text in column.to_pylist()], np.str_)


def _is_material(columns: dict[str, NDArray[Any]], least: float) -> NDArray[np.bool_]:
    """Whether a bucket is far enough from what was expected; one without a value is."""
    apart = np.abs(columns["value"] - columns["expected"])
    return np.isnan(columns["value"]) | (apart >= least * np.abs(columns["expected"]))


def _has_no_row(given: Gathered, columns: dict[str, NDArray[Any]]) -> NDArray[np.bool_]:
    """Whether a bucket is not there at all: one that is, without rows behind it, has nothing to say."""
    times = np.unique(np.concatenate([given.time, columns["time"]]))
    there = given.series * times.size + np.searchsorted(times, given.time)
    return ~np.isin(columns["series"] * times.size + np.searchsorted(times, columns["time"]), there)


def _pass_false_discovery(
    keys: Sequence[SeriesKey], columns: dict[str, NDArray[Any]], raised: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether a raised slice is a discovery among the slices of its metric in the last buckets; totals are."""
    passes = np.ones(raised.size, np.bool_)
    names = sorted({key.metric for key in keys if key.where})
    number = {name: at for at, name in enumerate(names)}
    metric = np.array([number[k.metric] if k.where else -1 for k in keys], np.int64)[columns["series"]]
    for at in np.unique(metric[raised & (metric >= 0)]):
        rows = np.flatnonzero(metric == at)  # by time
        times, first = np.unique(columns["time"][rows], return_index=True)
        ends = np.append(first[1:], rows.size)
        for bucket in range(times.size):
            own = rows[first[bucket] : ends[bucket]]
            if raised[own].any():
                trailing = rows[first[max(0, bucket - _TRAILING + 1)] : ends[bucket]]
                limit = control_false_discovery(columns["p_value"][trailing], share=_FALSE)
                passes[own] = columns["p_value"][own] <= limit
    return passes


def _first_of(incident: NDArray[np.str_], raised: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a row is the first raised one of its incident; rows are sorted by time."""
    found = np.zeros(raised.size, np.bool_)
    rows = np.flatnonzero(raised)
    found[rows[np.unique(incident[rows], return_index=True)[1]]] = True
    return found


def _nothing(given: Gathered) -> Judged:
    number, flag = np.zeros(0), np.zeros(0, np.bool_)
    return Judged(
        keys=given.keys, series=np.zeros(0, np.int64), time=np.zeros(0, "datetime64[us]"), value=number,
        expected=number, low=number, high=number, p_value=number, is_raised=flag, is_loud=flag,
        kind=np.zeros(0, np.str_), notes=given.notes,
    )  # fmt: skip
