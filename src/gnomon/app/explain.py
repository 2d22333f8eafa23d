"""Explain a change of a metric: is it the data, the mix, an event; which segments, which drivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import isfinite, nan
from typing import TYPE_CHECKING, Final

from gnomon.app.explain_cube import ask_cube
from gnomon.app.explain_data import check_data
from gnomon.app.explain_drivers import find_drivers
from gnomon.app.explain_events import find_events
from gnomon.app.explain_leads import find_moved_metrics
from gnomon.app.explain_parts import find_parts
from gnomon.app.explain_period import Subject, place_baseline, read_period
from gnomon.app.explain_search import Cells, drop_outlying, search_cells
from gnomon.app.explain_time import lay_days, lay_windows
from gnomon.app.explain_total import find_ends, first_day, has_days
from gnomon.base.errors import UnknownNameError
from gnomon.explain.stories import tell_stories
from gnomon.explain.tell import tell_investigation
from gnomon.explain.verdict import name_outcome
from gnomon.records.explanation import Change
from gnomon.records.investigation import DataVerdict, Investigation

if TYPE_CHECKING:
    from gnomon.app.asker import Asker
    from gnomon.app.explain_parts import Parts
    from gnomon.app.explain_time import Timeline
    from gnomon.app.explain_total import Ends
    from gnomon.records.event import Event
    from gnomon.records.investigation import Story
    from gnomon.records.localisation import Segment

__all__ = ["explain_metric"]

_METHOD: Final = "data checks; exact decomposition by dimension and formula; search for the fewest segments"


def explain_metric(  # noqa: PLR0913 - the arguments are the question
    project: Asker,
    name: str,
    *,
    period: str | date | tuple[date, date],
    baseline: str = "expected",
    by: Sequence[str] = (),
    expected: float | None = None,
    events: Sequence[Event] = (),
) -> Investigation:
    """Look into a change of a metric.

    Parameters
    ----------
    period : str, date or (date, date)
        A day, days ``A..B``, a week ``2026-W04`` or a month ``2026-01``.
    baseline : str
        ``expected``, ``previous``, ``last_week``, ``last_year`` or days ``A..B``.
    by : sequence of str
        Dimensions to search in; by default those that the metric allows.
    expected : float, optional
        What the value was expected to be, where somebody else expected it.
    events : sequence of Event
        Known events, beside those of the project's files and public holidays.

    Raises
    ------
    UnknownNameError
        When there is no such metric.
    QuestionError
        ASK-330 to ASK-333: period or baseline.
    """
    if name not in project.model.metrics:
        raise UnknownNameError.of("metric", name, project.model.metrics)
    days = read_period(period)
    subject = Subject(name=name, period=days, baseline=place_baseline(baseline, days), expected=expected)
    first = first_day(project, name)
    if first is None:
        return _stop(project, subject, "The metric has no time, or no rows, so there is nothing before it.")
    if days.start < first:
        return _stop(project, subject, f"Rows begin on {first}, after the period's first day.")
    parts = find_parts(project.model, name)
    is_daily = has_days(project, name) and (parts.adds_over_time or days.start == days.end)
    timeline = (lay_days if is_daily else lay_windows)(days, subject.baseline, first)
    if not timeline.windows:
        return _stop(project, subject, f"Rows begin on {first}, after every day of the baseline.")
    return _investigate(project, subject, parts, timeline, tuple(by), tuple(events))


def _investigate(
    project: Asker, subject: Subject, parts: Parts, timeline: Timeline, by: tuple[str, ...],
    events: tuple[Event, ...],
) -> Investigation:  # fmt: skip
    totals = None if parts.shape == "value" else ask_cube(project, parts, timeline, ())
    if totals is not None:
        timeline = drop_outlying(timeline, totals)
    ends = find_ends(project, subject, timeline, totals)
    found = Cells()
    if isfinite(ends.change.before) and isfinite(ends.change.after):
        found = search_cells(project, subject.name, parts, timeline, ends.change, by)
    data = check_data(project, subject, ends.change, found.cube.names if found.cube else ())
    outcome = name_outcome(ends.change, ends.band, data, found.localisation, found.splits)
    stories = _follow(found, timeline, ends, is_percentile=parts.shape == "value")
    onset = min((s.onset for s in stories if s.onset is not None), default=subject.period.start)
    known = (*project.model.events, *events)
    is_open = outcome not in ("data problem", "not enough data")
    moved = outcome in ("localised", "mix", "diffuse") and ends.history is not None
    investigation = replace(
        _start(project, subject),
        against=timeline.windows,
        change=ends.change,
        band=ends.band,
        outcome=outcome,
        data=data,
        splits=found.splits,
        drivers=find_drivers(project, subject.name, timeline, ends.change),
        localisation=found.localisation,
        stories=stories,
        events=find_events(known, onset, _segments(found), found.cube, ends.history) if is_open else (),
        leads=find_moved_metrics(project, subject.name, ends.history, onset)
        if moved and ends.history
        else (),
        assumptions=(*timeline.notes, *ends.notes, *found.notes),
    )
    return replace(investigation, sentences=tell_investigation(investigation))


def _follow(found: Cells, timeline: Timeline, ends: Ends, *, is_percentile: bool) -> tuple[Story, ...]:
    """The segments by day; what is asked by windows has no days to follow."""
    if found.cube is None or found.localisation is None or not timeline.is_daily:
        return ()
    days = [slot.start for slot in timeline.slots]
    band = None if is_percentile else ends.band
    return tell_stories(found.cube, days, timeline.first, found.localisation, band)


def _segments(found: Cells) -> tuple[Segment, ...]:
    return () if found.localisation is None else found.localisation.segments


def _start(project: Asker, subject: Subject) -> Investigation:
    metric = project.model.metrics[subject.name]
    return Investigation(
        metric=metric.name,
        label=metric.title,
        unit=metric.unit,
        format=metric.format,
        period=subject.period,
        baseline=subject.baseline.name,
        change=Change(name=metric.name, before=nan, after=nan),
        outcome="not enough data",
        data=DataVerdict(status="not checked"),
        method=_METHOD,
    )


def _stop(project: Asker, subject: Subject, text: str) -> Investigation:
    """Too little to say anything, and why."""
    return replace(_start(project, subject), sentences=(text,))
