"""The short table: one line a metric, grouped by module, the same on page and terminal."""

from __future__ import annotations

from gnomon.records.report import MetricSection, Report, SeriesFigure, SummaryRow
from gnomon.report.numbers import DASH, describe_change, format_exact, name_unit
from gnomon.report.periods import name_comparison, name_period_short
from gnomon.report.sentences import compared_rows, last_complete

__all__ = ["MODULES", "name_module", "order_sections", "summarise"]

MODULES = (
    ("experience", "User experience"),
    ("growth", "Growth"),
    ("content", "Content"),
    ("creation", "Creation"),
    ("social", "Social"),
    ("pgc", "PGC"),
    ("infrastructure", "Infrastructure"),
    ("compliance", "Compliance"),
    ("security", "User security"),
)


def name_module(module: str) -> str:
    """Name a module as a heading.

    Examples
    --------
    >>> name_module("security"), name_module("")
    ('User security', 'Other')
    """
    return dict(MODULES).get(module, module.replace("_", " ").capitalize() or "Other")


def summarise(report: Report) -> tuple[SummaryRow, ...]:
    """Write each metric of a report in one line: last complete value, what it is held against, the change.

    Parameters
    ----------
    report : Report
        As the page takes it.

    Returns
    -------
    tuple of SummaryRow
        Ordered by module, within a module as in the report.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.report import MetricCard, SeriesPoint
    >>> card = MetricCard(name="plays", label="Plays", kind="count", direction="up")
    >>> point = SeriesPoint(period=datetime(2022, 5, 8), value=900, compared=750)
    >>> section = MetricSection(card=card, series=SeriesFigure(card=card, points=(point,)))
    >>> report = Report(project="Videos", as_of=datetime(2022, 5, 9), timezone="UTC", sections=(section,))
    >>> [(r.value, r.compared, r.tone) for r in summarise(report)]
    [('900', '750', 'better')]
    """
    return tuple(_summarise_section(section) for section in order_sections(report))


def order_sections(report: Report) -> tuple[MetricSection, ...]:
    """Order the sections by module, within a module as in the report."""
    rank = {name: i for i, (name, _) in enumerate(MODULES)}
    return tuple(sorted(report.sections, key=lambda s: rank.get(s.card.module, len(rank))))


def _summarise_section(section: MetricSection) -> SummaryRow:
    card = section.card
    if section.series is None or section.failure:
        return SummaryRow(
            module=card.module, name=card.name, label=card.label, owner=card.owner, failure=section.failure
        )
    return _summarise_series(section.series)


def _summarise_series(figure: SeriesFigure) -> SummaryRow:
    card, point = figure.card, last_complete(figure)
    change = None
    if point is not None and figure.comparison:
        change = describe_change(point.value, point.compared, card, compared_n=compared_rows(figure, point))
    return SummaryRow(
        module=card.module,
        name=card.name,
        label=card.label,
        period=DASH if point is None else name_period_short(point.period, figure.grain),
        value=DASH if point is None else format_exact(point.value, card),
        compared=DASH if point is None else format_exact(point.compared, card),
        comparison=name_comparison(figure.comparison, figure.grain) if figure.comparison else "",
        change=DASH if change is None else change.signed,
        tone="" if change is None else change.tone,
        unit=name_unit(card),
        owner=card.owner,
    )
