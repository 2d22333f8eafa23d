"""The lines of a report: every metric over time, asked in one question a grain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from gnomon.app.points import series_points
from gnomon.ask.moments import start_of
from gnomon.base.errors import DataError, GnomonError
from gnomon.define.kinds.growth_accounting import GrowthAccounting
from gnomon.define.tree import natural_grain, uses
from gnomon.records.report import SeriesPoint
from gnomon.report.periods import compared_period, place_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.app.answer import Answer
    from gnomon.app.project import Project
    from gnomon.define import Metric, Model
    from gnomon.records import Question

__all__ = ["AskedSeries", "ask_series", "ask_together", "comparison_of"]

_WINDOWS: Final = {
    "hour": "7 days",
    "day": "42 days",
    "week": "26 weeks",
    "month": "24 months",
    "quarter": "12 quarters",
    "year": "10 years",
}
_LONG: Final = ("month", "quarter", "year")
_BACKWARD: Final = frozenset({"rolling", "to_date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSeries:
    """One metric over time as it was answered, or why it was not.

    Attributes
    ----------
    question : Question
        What gives these numbers when asked for this metric alone.
    answer : Answer or None
        Of the question that it was asked in, together with others.
    notes : tuple of str
        What a reader should know of the line.
    """

    metric: str
    grain: str
    comparison: str
    question: Question
    points: tuple[SeriesPoint, ...] = ()
    answer: Answer | None = None
    failure: str = ""
    notes: tuple[str, ...] = ()

    @property
    def last_complete(self) -> SeriesPoint | None:
        """Newest finished period with a value."""
        return next((p for p in reversed(self.points) if p.is_complete and p.value is not None), None)


def comparison_of(grain: str) -> str:
    """Name what a period of a grain is held against; empty where nothing fits.

    Examples
    --------
    >>> comparison_of("day"), comparison_of("month"), comparison_of("fiscal_week")
    ('last_week', 'previous', '')
    """
    if grain in _LONG:
        return "previous"
    return "last_week" if grain in _WINDOWS else ""


def ask_series(project: Project, names: Sequence[str]) -> dict[str, AskedSeries]:
    """Ask metrics over time, each at its own grain (day unless it says otherwise), in the order given.

    What grows from the first day of a period on is held against nothing: a week earlier is elsewhere in it.
    """
    grains: dict[str, list[str]] = {}
    for name in names:
        grains.setdefault(natural_grain(project.model, name), []).append(name)
    asked: dict[str, AskedSeries] = {}
    for grain, group in grains.items():
        asked.update(_ask_grain(project, group, grain))
    return {name: asked[name] for name in names}


def _ask_grain(project: Project, names: Sequence[str], grain: str) -> dict[str, AskedSeries]:
    comparison = comparison_of(grain)
    found: dict[str, AskedSeries] = {}
    try:
        question = _question(project, names, grain)
    except GnomonError as error:  # one metric without time spoils the window of all
        if len(names) == 1:
            return {names[0]: _failed(project, names[0], grain, error)}
        for name in names:
            found.update(_ask_grain(project, (name,), grain))
        return found
    for name, answer in ask_together(project, question).items():
        is_running = project.model.metrics[name].kind == "to_date"
        held = "" if is_running else comparison
        alone = replace(question, metrics=(name,), compare=question.compare if held else ())
        asked = AskedSeries(metric=name, grain=grain, comparison=held, question=alone)
        found[name] = _drop_head(_read(asked, answer), project.model)
    return found


def _failed(project: Project, name: str, grain: str, error: GnomonError) -> AskedSeries:
    question = project.question(name, grain=grain)
    return AskedSeries(metric=name, grain=grain, comparison="", question=question, failure=str(error))


def _question(project: Project, names: Sequence[str], grain: str) -> Question:
    """Ask for the last periods, beginning with a whole one."""
    question = project.question(
        names, grain=grain, compare=comparison_of(grain) or None, last=_WINDOWS.get(grain)
    )
    if question.start is None:
        return question
    start = start_of(
        datetime.combine(question.start, datetime.min.time()), grain, project.model.settings.week_start
    )
    return replace(question, start=start, end=None)


def ask_together(project: Project, question: Question) -> dict[str, Answer | GnomonError]:
    """Ask all metrics of a question at once; if that fails, each alone, so that only what fails is lost."""
    names = question.metrics
    try:
        answer = project.ask_question(question)
    except GnomonError as error:
        if len(names) == 1:
            return {names[0]: error}
        alone: dict[str, Answer | GnomonError] = {}
        for name in names:
            alone.update(ask_together(project, replace(question, metrics=(name,))))
        return alone
    return dict.fromkeys(names, answer)


def _read(asked: AskedSeries, answer: Answer | GnomonError) -> AskedSeries:
    if isinstance(answer, GnomonError):
        return replace(asked, failure=str(answer))
    try:
        points = tuple(series_points(answer, asked.metric, asked.comparison))
    except DataError as error:
        return replace(asked, failure=str(error))
    known = any(p.value is not None for p in points)
    failure = "" if known else f"No value in {len(points)} periods: no rows, or a denominator of zero."
    return replace(asked, points=points, answer=answer, failure=failure)


def _drop_head(asked: AskedSeries, model: Model) -> AskedSeries:
    """Leave out the first periods where rows of theirs are not there, also as what is held against."""
    firsts = [i for i, p in enumerate(asked.points) if p.is_complete]
    if not firsts or firsts[0] == 0:
        return asked
    head = {p.period for p in asked.points[: firsts[0]]}
    kept = tuple(
        replace(p, compared=None) if compared_period(p.period, asked.comparison, asked.grain) in head else p
        for p in asked.points[firsts[0] :]
    )
    begin = place_period(kept[0].period, asked.grain)
    note = f"The line begins {begin}: {_why_late(model, asked, len(head))}."
    return replace(asked, points=kept, notes=(note,))


def _why_late(model: Model, asked: AskedSeries, count: int) -> str:
    """Say why the first periods are not shown: they look further back, or their own rows are not all there."""
    if _looks_back(model, asked.metric):
        return "earlier periods need rows from before the data begins"
    grain = asked.grain.replace("_", " ")
    return (
        f"the first {grain} is only partly loaded"
        if count == 1
        else f"earlier {grain}s are not wholly loaded"
    )


def _looks_back(model: Model, name: str) -> bool:
    """Whether a metric needs rows from before its period: by a window, or by an input taken earlier."""
    metrics = [model.metrics[each] for each in (name, *uses(model, name))]
    terms = [term for metric in metrics for term in metric.spec.inputs()]
    is_shifted = any(t.offset is not None or t.to_start_of is not None for t in terms)
    return is_shifted or any(m.kind in _BACKWARD or _tells_by_before(m) for m in metrics)


def _tells_by_before(metric: Metric) -> bool:
    return isinstance(metric.spec, GrowthAccounting) and metric.spec.part != "active"
