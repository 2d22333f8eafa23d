"""Fill a report from answers: core metrics over time and by their main dimensions, in few questions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gnomon.app.progress import Say, say_nothing
from gnomon.app.report_cards import build_card, build_goals, build_tree
from gnomon.app.report_series import ask_series
from gnomon.app.report_slices import ask_slices
from gnomon.app.run_project import core_metrics
from gnomon.ask import compile_question
from gnomon.base.hashing import fingerprint
from gnomon.records.answer import Cost
from gnomon.records.report import MetricSection, Report, SeriesFigure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gnomon.app.project import Project
    from gnomon.app.report_series import AskedSeries
    from gnomon.app.report_slices import Slices
    from gnomon.records import Answer
    from gnomon.records.report import CheckCount, MetricCard

__all__ = ["build_report"]


def build_report(
    project: Project,
    *,
    metrics: Sequence[str] | None = None,
    checks: CheckCount | None = None,
    say: Say = say_nothing,
) -> Report:
    """Ask what a report shows.

    All metrics of a grain are asked in one question, and each dimension in one more. A metric that fails
    keeps its section, which says why; the others are not touched by it. The total of a breakdown is the value
    of the question without the dimension, never a sum of slices.

    Parameters
    ----------
    metrics : sequence of str, optional
        Names; else the core metrics, or all where none is core.
    checks : CheckCount, optional
        What was checked before.
    say : callable
        Told what is about to happen.
    """
    model, settings = project.model, project.model.settings
    names = tuple(metrics) if metrics is not None else core_metrics(model)
    cards = {name: build_card(model, name) for name in names}
    say("asking 1 metric over time" if len(names) == 1 else f"asking {len(names)} metrics over time")
    series = ask_series(project, names)
    say("breaking them down by their main dimensions")
    slices = ask_slices(project, series, cards)
    answers = _answers(series.values(), slices.values())
    told = [a.complete_through for a in answers if a.complete_through is not None]
    return Report(
        project=settings.label or settings.name,
        description=settings.description,
        as_of=answers[0].as_of if answers else datetime.now(UTC),
        timezone=settings.timezone,
        sections=tuple(_section(project, cards[name], series[name], slices[name]) for name in names),
        complete_through=min(told, default=None),
        attribution=settings.attribution,
        data_version=fingerprint(sorted({a.data_version for a in answers}))[:12] if answers else "",
        checks=checks,
        goals=build_goals(model),
        tree=build_tree(model),
        cost=_cost(answers),
        notes=tuple(dict.fromkeys(note for a in answers for note in a.notes)),
    )


def _answers(series: Iterable[AskedSeries], slices: Iterable[Slices]) -> list[Answer]:
    """List every answer once, lines first."""
    found = [s.answer for s in series if s.answer is not None]
    found += [answer for made in slices for answer in made.answers]
    return list({id(answer): answer for answer in found}.values())


def _section(project: Project, card: MetricCard, asked: AskedSeries, slices: Slices) -> MetricSection:
    if asked.failure:
        return MetricSection(card=card, series=None, failure=asked.failure)
    figure = SeriesFigure(card=card, points=asked.points, grain=asked.grain, comparison=asked.comparison)
    return MetricSection(
        card=card,
        series=figure,
        breakdowns=slices.tables,
        sql=_sql(project, asked),
        notes=(*asked.notes, *slices.notes),
    )


def _sql(project: Project, asked: AskedSeries) -> str:
    """Write the question of one metric alone: the same numbers as with the others, and easier to read."""
    now = asked.answer.as_of if asked.answer else datetime.now(UTC)
    compiled = compile_question(project.model, project.catalog, asked.question, now=now)
    return project.engine.render(compiled.tree, pretty=True)


def _cost(answers: Sequence[Answer]) -> Cost | None:
    if not answers:
        return None
    costs = [a.cost for a in answers]
    rows = [c.rows_scanned for c in costs if c.rows_scanned is not None]
    size = [c.bytes_scanned for c in costs if c.bytes_scanned is not None]
    return Cost(
        seconds=sum(c.seconds for c in costs),
        compile_seconds=sum(c.compile_seconds for c in costs),
        rows_scanned=sum(rows) if rows else None,
        bytes_scanned=sum(size) if size else None,
    )
