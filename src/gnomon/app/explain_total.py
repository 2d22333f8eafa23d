"""The value in question: over its period, by its baseline, and where the detector expected it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from gnomon.app.detect import detect
from gnomon.app.points import as_number
from gnomon.base.errors import DataError
from gnomon.base.time import Grain
from gnomon.define.tree import coarsest_time, leaves, time_of
from gnomon.records.explanation import Change
from gnomon.records.investigation import Band, Period
from gnomon.records.question import Question

if TYPE_CHECKING:
    from gnomon.app.asker import Asker
    from gnomon.app.explain_period import Subject
    from gnomon.app.explain_time import Timeline
    from gnomon.explain.cube import DailyCube
    from gnomon.explain.localise.grouping import Floats

__all__ = [
    "Ends",
    "History",
    "ask_history",
    "ask_value",
    "expect_value",
    "find_ends",
    "first_day",
    "has_days",
]

_LONG: Final = timedelta(days=400)
_DETECTOR: Final = "the detector, one day ahead"
_BLOCKS: Final = "the same weekdays, with the changes of past periods of this length"
_WIDE: Final = 2.575829
_LEAST_WINDOWS: Final = 2
_MOST_WINDOWS: Final = 14
_LEAST_CHANGES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """A metric by day up to the end of the period.

    Attributes
    ----------
    days : tuple of date
    values : array of float
        nan where unknown.
    rows : array of float
        Rows or entities behind each.
    """

    days: tuple[date, ...]
    values: Floats
    rows: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ends:
    """The change, and what was expected.

    Attributes
    ----------
    change : Change
    band : Band or None
    history : History or None
        The metric by day; None where it has no days.
    notes : tuple of str
    """

    change: Change
    band: Band | None
    history: History | None = None
    notes: tuple[str, ...] = ()


def find_ends(project: Asker, subject: Subject, timeline: Timeline, totals: DailyCube | None) -> Ends:
    """Find the value of the period, that of its baseline, and the range in which it was expected.

    Parameters
    ----------
    totals : DailyCube or None
        The metric's parts without dimensions.
    """
    name, period = subject.name, subject.period
    after = ask_value(project, name, period)
    mean = _mean_before(project, name, timeline, totals)
    history = ask_history(project, name, period.end) if has_days(project, name) else None
    band: Band | None = None
    if history is not None and period.start == period.end:
        is_ratio = totals is not None and len(totals.measures) > 1
        band = expect_value(history, period.end, is_ratio=is_ratio)
    if band is None and isfinite(mean):
        changes = _changes_of_windows(project, name, timeline)
        if timeline.is_daily:
            changes = [] if totals is None else _changes_of_blocks(totals, timeline)
        band = _band_of(changes, mean)
    if band is not None and history is not None:
        band = _bound(band, history.values)
    before, notes = mean, ()
    if subject.expected is not None:
        before, notes = subject.expected, ("The baseline's value was given by the caller.",)
    elif subject.baseline.name == "expected" and band is not None:
        before = band.expected
        notes = (f"Expected by: {band.method}; cells by the mean of the same weekdays, scaled to it.",)
    change = Change(name=name, before=before, after=after)
    return Ends(change=change, band=band, history=history, notes=notes)


def _bound(band: Band, values: Floats) -> Band:
    """Keep a range where the metric can be: never negative, or between 0 and 1, if it always was."""
    known = values[np.isfinite(values)]
    if not len(known) or known.min() < 0:
        return band
    high = min(band.high, 1.0) if known.max() <= 1 else band.high
    return replace(band, low=max(band.low, 0.0), high=high)


def _mean_before(project: Asker, name: str, timeline: Timeline, totals: DailyCube | None) -> float:
    """The baseline's value: asked where it is one window of the period's length, else the mean over windows."""
    length = timeline.after.sum()
    if len(timeline.windows) == 1 and (timeline.before.sum() == length or not timeline.is_daily):
        return ask_value(project, name, timeline.windows[0])
    if totals is None:
        values = [ask_value(project, name, window) for window in timeline.windows]
        return float(np.mean(values))
    return _value(totals.totals() @ timeline.before)


def _value(measures: Floats) -> float:
    if len(measures) == 1:
        return float(measures[0])
    return float(measures[0] / measures[1]) if measures[1] else float("nan")


def _changes_of_blocks(totals: DailyCube, timeline: Timeline) -> list[float]:
    """Changes of past periods of the same length against their own baselines."""
    by_slot = totals.totals()
    changes: list[float] = []
    for before, after in timeline.past:
        changes.append(_value(by_slot @ after) - _value(by_slot @ before))
    return changes


def _changes_of_windows(project: Asker, name: str, timeline: Timeline) -> list[float]:
    """The same for values that do not add up over days: each window is asked as a whole."""
    if timeline.is_daily or len(timeline.windows) < _LEAST_WINDOWS:
        return []
    first = first_day(project, name)
    step = timeline.slots[-1].start - timeline.windows[0].start
    values: list[float] = []
    window = timeline.windows[0]
    while first is not None and window.start >= first and len(values) < _MOST_WINDOWS:
        values.append(ask_value(project, name, window))
        window = Period(start=window.start - step, end=window.end - step)
    return [
        one - float(np.mean(values[at + 1 : at + 1 + len(timeline.windows)]))
        for at, one in enumerate(values)
        if len(values) > at + _LEAST_WINDOWS
    ]


def _band_of(changes: list[float], mean: float) -> Band | None:
    """Range around an expectation by the changes of past periods; None where they are few."""
    known = np.array(changes)[np.isfinite(changes)]
    if len(known) < _LEAST_CHANGES:
        return None
    robust = 1.4826 * float(np.median(np.abs(known)))
    spread = max(robust, float(np.sqrt(np.mean(known**2))) / 2) * (1 + 2 / len(known))
    return Band(expected=mean, low=mean - _WIDE * spread, high=mean + _WIDE * spread, method=_BLOCKS)


def first_day(project: Asker, name: str) -> date | None:
    """First day for which every table behind a metric has rows; None where one has none, or no time."""
    bounds = [_bounds(project, leaf.name) for leaf in leaves(project.model, name)]
    known = [b[0] for b in bounds if b is not None]
    return max(known) if known and len(known) == len(bounds) else None


def _bounds(project: Asker, leaf: str) -> tuple[date, date] | None:
    metric = project.model.metrics[leaf]
    time = time_of(project.model, metric)
    if time is None:
        return None
    source = project.model.sources[str(getattr(metric.spec, "source", ""))]
    found = project.catalog.source_bounds(source, time)
    if found.first is None or found.last is None:
        return None
    return _as_day(found.first), _as_day(found.last)


def _as_day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def has_days(project: Asker, name: str) -> bool:
    """Whether a metric can be asked by day."""
    coarsest = coarsest_time(project.model, name)
    return coarsest is None or coarsest <= Grain.DAY


def ask_value(project: Asker, name: str, period: Period) -> float:
    """Ask a metric over a period as a whole; nan where unknown."""
    answer = project.ask_question(Question(metrics=(name,), start=period.start, end=period.end))
    rows = answer.data.to_pylist()
    value = as_number(rows[0][name]) if rows else None
    return float("nan") if value is None else float(value)


def ask_history(project: Asker, name: str, end: date) -> History:
    """Ask a metric by day, as far back as a detector has use for."""
    question = Question(metrics=(name,), grain="day", start=end - _LONG, end=end)
    rows: list[dict[str, Any]] = project.ask_question(question).data.to_pylist()
    known = sorted(
        ((_as_day(row["period"]), row) for row in rows if row["period"] is not None), key=lambda pair: pair[0]
    )
    return History(
        days=tuple(day for day, _ in known),
        values=np.array([_float(row[name]) for _, row in known]),
        rows=np.array([_float(row[f"{name}__n"]) for _, row in known]),
    )


def _float(value: object) -> float:
    number = as_number(value)
    return float("nan") if number is None else float(number)


def expect_value(history: History, day: date, *, is_ratio: bool) -> Band | None:
    """Where the detector expected the value of a day, from the days before it; None without enough history."""
    frame: dict[str, object] = {"time": list(history.days), "value": history.values}
    if is_ratio:
        frame["n"] = history.rows
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    try:
        found = detect(
            frame,
            time="time",
            value="value",
            grain="day",
            n="n" if is_ratio and _is_share(history) else None,
            now=now,
        )
    except DataError:
        return None
    rows = cast("list[dict[str, Any]]", cast("Any", found.data).to_pylist())
    row = next((r for r in rows if r["time"] == day), None)
    if row is None or row["expected"] is None or row["low"] is None or row["high"] is None:
        return None
    return Band(expected=row["expected"], low=row["low"], high=row["high"], method=_DETECTOR)


def _is_share(history: History) -> bool:
    known = history.values[~np.isnan(history.values)]
    return bool(len(known)) and bool((known >= 0).all()) and bool((known <= 1).all())
