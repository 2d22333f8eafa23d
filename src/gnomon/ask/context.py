"""What all scans of one question share: keys, window, grains, the model and the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from gnomon.ask.calendars import CalendarJoins, spine_calendar, standard_grain, time_value
from gnomon.ask.catalog import Bounds
from gnomon.ask.due import later_time
from gnomon.ask.leaf import looks_back
from gnomon.ask.localtime import LocalTime, TimeType, local_time, truncate
from gnomon.ask.moments import shift, shift_back, start_of
from gnomon.ask.trees import column, data_type, date_literal, named
from gnomon.base.errors import InternalError
from gnomon.base.time import DatePart, Grain

if TYPE_CHECKING:
    from gnomon.ask.catalog import Catalog
    from gnomon.ask.leaf import Leaf
    from gnomon.base.time import Window
    from gnomon.define.project import Calendar, Model
    from gnomon.define.source import Dimension, Source

__all__ = ["Context", "Key", "Stretch"]

# Time keys that cannot change within a period of the grain.
_INSIDE: Final = {
    Grain.WEEK: {"week_of_year"},
    Grain.MONTH: {"quarter", "year", "month_of_year", "quarter_of_year", "calendar_year"},
    Grain.QUARTER: {"year", "quarter_of_year", "calendar_year"},
    Grain.YEAR: {"calendar_year"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key column of the answer.

    Attributes
    ----------
    name : str
        Column name in the answer.
    path : tuple of str
        Dotted name.
    word : str or None
        For a key of the metric's own time: its grain or part; None for other keys.
    """

    name: str
    path: tuple[str, ...]
    word: str | None = None

    @property
    def is_metric_time(self) -> bool:
        """Whether it is the metric's own time."""
        return self.word is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of reporting time, from (inclusive) to (exclusive); None is open."""

    start: datetime | None = None
    end: datetime | None = None

    def holds(self, tree: exp.Expr, *, is_date: bool) -> list[exp.Expr]:
        """Build the conditions that a time lies inside."""
        found: list[exp.Expr] = []
        if self.start is not None:
            found.append(
                exp.GTE(this=tree.copy(), expression=date_literal(_edge(self.start, is_date=is_date)))
            )
        if self.end is not None:
            found.append(exp.LT(this=tree.copy(), expression=date_literal(_edge(self.end, is_date=is_date))))
        return found


def _edge(moment: datetime, *, is_date: bool) -> date:
    """A date column is compared with a date: a moment inside a day counts that day as begun."""
    if not is_date:
        return moment
    day = moment.date()
    return day if moment == datetime(day.year, day.month, day.day) else day + timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Context:
    """Shared by all scans of one question.

    Attributes
    ----------
    default_grain : str
        Grain of ``metric_time`` where none is written.
    finest : str or None
        Finest grain among the time keys; None when time is not asked for.
    inner_query : callable
        Compiles ``metric(name, per)`` to a query with columns ``key`` and ``value``.
    where : tuple of sqlglot expression
        The question's own conditions on rows, which hold for empty periods too.
    horizon : datetime or None
        Rows from this moment on are not known yet: set when the question is asked as of an earlier moment.
    """

    model: Model
    catalog: Catalog
    keys: tuple[Key, ...]
    window: Stretch
    default_grain: str
    finest: str | None
    now: datetime
    inner_query: Callable[[str, tuple[str, ...]], exp.Select]
    where: tuple[exp.Expr, ...] = ()
    horizon: datetime | None = None
    sources_read: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    @property
    def is_nested(self) -> bool:
        """Whether every other time key has one value in a period of the finest grain."""
        base = standard_grain(self.finest)
        others = {key.word for key in self.keys if key.is_metric_time and key.word != self.finest}
        if base is None or base.is_subdaily:
            return base is not None or not others
        if base is Grain.DAY:
            return DatePart.HOUR_OF_DAY.value not in others
        return all(word in _INSIDE[base] for word in others)

    def period_inside(self, leaves: Sequence[Leaf]) -> exp.Expr | None:
        """Build the condition that a merged row's period lies where some leaf may have rows; None is always."""
        grain = standard_grain(self.finest)
        index = next((i for i, key in enumerate(self.keys) if key.word == self.finest and self.finest), None)
        if grain is None or index is None:
            return None
        found = [(self.bounds(leaf), leaf) for leaf in leaves]
        firsts = [self._shown_from(b.first, leaf) for b, leaf in found if b.first is not None]
        lasts = [_moment(b.last) for b, _ in found if b.last is not None]
        if not firsts:
            return exp.false()
        week = self.model.settings.week_start
        first, last = _within_window(leaves, min(firsts), max(lasts))
        low, high = start_of(first, grain.value, week), start_of(last, grain.value, week)
        edges = [date_literal(edge.date() if grain >= Grain.DAY else edge) for edge in (low, high)]
        return exp.Between(this=column(f"k{index}", "merged"), low=edges[0], high=edges[1])

    def _shown_from(self, value: date, leaf: Leaf) -> datetime:
        """Move a moment of the data to where a leaf that looks back shows it; a calendar's edges stay."""
        is_told = self._spine_calendar(leaf, self.base_grain(leaf)) is not None
        spans: list[Window | None] = [] if is_told else [a.back for a in leaf.frame.anchors]
        spans += [looks_back(leaf), None if leaf.lag is None else leaf.lag.shift]
        moment = _moment(value)
        for span in spans:
            moment = moment if span is None else shift(moment, span)
        return moment

    def tell(self, note: str) -> None:
        """Add a note for the reader of the answer."""
        self.notes[note] = None

    def moved(self, window: Stretch) -> Context:
        """The same question over another stretch of time."""
        return replace(self, window=window)

    def source_of(self, leaf: Leaf) -> Source:
        """Find the source that a leaf reads."""
        self.sources_read[leaf.source] = None
        return self.model.sources[leaf.source]

    def time_of(self, leaf: Leaf) -> Dimension | None:
        """Find the time dimension of a leaf; None where its source has none and none is needed."""
        source = self.source_of(leaf)
        if leaf.time is None and source.default_time is None:
            return None
        time = self.catalog.time_dimension(source, leaf.time)
        return time if leaf.after is None else later_time(time, leaf.after)

    def base_grain(self, leaf: Leaf) -> Grain:
        """Grain at which days (or hours) of a frame are told apart."""
        time = self.time_of(leaf)
        declared = time.grain if time is not None and time.grain is not None else Grain.DAY
        if declared >= Grain.DAY:
            return declared
        asked = [standard_grain(k.word) for k in self.keys if k.is_metric_time]
        spans = [leaf.frame.window, *(a.back for a in leaf.frame.anchors)]
        asked += [w.standard for w in spans if w is not None]
        finest = min((g for g in asked if g is not None), key=lambda g: g.rank, default=Grain.DAY)
        return min(max(finest, declared, key=lambda g: g.rank), Grain.DAY, key=lambda g: g.rank)

    def bounds(self, leaf: Leaf) -> Bounds:
        """Stretch over which a leaf's periods exist: the calendar's where there is one, else the data's.

        A period after the last row exists too where the source tells that it is loaded: nothing happened in it.
        """
        time = self.time_of(leaf)
        base = self.base_grain(leaf)
        calendar = self._spine_calendar(leaf, base)
        data = self.catalog.source_bounds(self.source_of(leaf), time) if time is not None else None
        if calendar is None:
            known = data or Bounds(first=None, last=None, loaded_through=None)
            return _begun(replace(known, last=known.reach), self.horizon or self.now)
        ours = self.catalog.calendar_bounds(calendar)
        told = Bounds(first=ours.first, last=ours.last, loaded_through=data.loaded_through if data else None)
        return told if self.horizon is None else _begun(told, self.horizon)

    def last_stretch(self, leaf: Leaf) -> Stretch:
        """Stretch that a cumulative leaf covers at the end of the window, or of the data."""
        bounds = self.bounds(leaf)
        last = bounds.last if self.window.end is None else self.window.end - timedelta(days=1)
        if last is None:
            return Stretch()
        day = _moment(last).replace(hour=0, minute=0, second=0, microsecond=0)
        end = day + timedelta(days=1)
        if leaf.frame.window is not None:
            return Stretch(start=shift_back(end, leaf.frame.window), end=end)
        return Stretch(
            start=start_of(day, leaf.frame.since or "month", self.model.settings.week_start), end=end
        )

    def is_zoned(self, leaf: Leaf) -> bool:
        """Whether a leaf's time is known as an instant."""
        time = self.time_of(leaf)
        return time is not None and self.catalog.local(self.source_of(leaf), time, "t").instant is not None

    def spine(self, leaf: Leaf, base: Grain) -> exp.Select:
        """Build the periods of ``base`` over a leaf's bounds: one column ``s``."""
        if self._spine_calendar(leaf, base) is not None:
            return self.calendar_spine(base)
        found = self.bounds(leaf)
        return self._series(found.first, found.last, base, is_zoned=base.is_subdaily and self.is_zoned(leaf))

    def _spine_calendar(self, leaf: Leaf, base: Grain) -> Calendar | None:
        """The calendar whose periods a leaf shows; none where it shows only those in which data may be."""
        return None if leaf.is_bounded else spine_calendar(self.model, base)

    def calendar_spine(self, base: Grain) -> exp.Select:
        """Build the periods of ``base`` that a calendar has: one column ``s``."""
        calendar = spine_calendar(self.model, base)
        if calendar is None:
            raise InternalError(f"No calendar has periods of a {base.value}.")
        told = self._calendar_time(calendar.column, calendar.grain)
        cut = truncate(told, base, week_start=self.model.settings.week_start).tree
        select = exp.Select(expressions=[named(cut, "s")])
        select = select.from_(self.catalog.relation(calendar.relation, "cal"), copy=False)
        return select.distinct(copy=False)

    def _calendar_time(self, name: str, grain: Grain) -> LocalTime:
        tree = exp.Cast(this=column(name, "cal"), to=data_type("DATE" if grain >= Grain.DAY else "TIMESTAMP"))
        kind = TimeType.DATE if grain >= Grain.DAY else TimeType.NAIVE
        return local_time(tree, kind=kind, zone=None, epoch=None, reporting=self.model.settings.timezone)

    def _series(self, first: date | None, last: date | None, base: Grain, *, is_zoned: bool) -> exp.Select:
        start = exp.Null() if first is None else date_literal(_moment(first))
        stop = exp.Null() if last is None else date_literal(_moment(last))
        edges = [exp.Cast(this=edge, to=data_type("TIMESTAMP")) for edge in (start, stop)]
        if is_zoned:
            zone = exp.Literal.string(self.model.settings.timezone)
            edges = [exp.AtTimeZone(this=edge, zone=zone.copy()) for edge in edges]
        cut = [_trunc_edge(edge, base, self.model.settings.week_start) for edge in edges]
        step = exp.Interval(
            this=exp.Literal.string("3" if base is Grain.QUARTER else "1"),
            unit=exp.var("MONTH" if base is Grain.QUARTER else base.value.upper()),
        )
        series = exp.GenerateSeries(start=cut[0], end=cut[1], step=step)
        table = exp.Table(
            this=series,
            alias=exp.TableAlias(this=exp.to_identifier("g"), columns=[exp.to_identifier("moment")]),
        )
        moment = exp.column("moment", table="g")
        value = exp.Cast(this=moment, to=data_type("DATE")) if base >= Grain.DAY else moment
        return exp.Select(expressions=[named(value, "s")]).from_(table, copy=False)

    def key_from_period(self, key: Key, period: exp.Expr, grain: str, calendars: CalendarJoins) -> exp.Expr:
        """Build a time key from the start of a period of ``grain``."""
        if key.word == grain or key.word is None:
            return period.copy()
        standard = standard_grain(grain)
        is_date = standard is None or standard >= Grain.DAY
        local = LocalTime(tree=period.copy(), is_date=is_date)
        return time_value(self.model, local, key.word, calendars)


def _within_window(leaves: Sequence[Leaf], first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """Keep to the compared window where it was given: outside of it nothing was looked at."""
    lags = [leaf.lag for leaf in leaves if leaf.lag is not None]
    for lag in lags:
        if lag.start is not None:
            first = max(first, shift(lag.start, lag.shift))
        if lag.end is not None:
            last = min(last, shift(lag.end, lag.shift) - timedelta(microseconds=1))
    return first, last


def _begun(bounds: Bounds, horizon: datetime) -> Bounds:
    """Bounds as far as periods have begun: a row of the far future opens no empty periods before it."""
    if bounds.last is None or _moment(bounds.last) <= horizon:
        return bounds
    moment = horizon - timedelta(microseconds=1)
    return replace(bounds, last=moment if isinstance(bounds.last, datetime) else moment.date())


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _trunc_edge(edge: exp.Expr, base: Grain, week_start: int) -> exp.Expr:
    if base.is_subdaily:
        return exp.TimestampTrunc(this=edge, unit=exp.var(base.value.upper()))
    tree = truncate(LocalTime(tree=edge), base, week_start=week_start).tree
    return exp.Cast(this=tree, to=data_type("TIMESTAMP"))
