"""What the page's templates show: texts and pictures, computed once from the records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from gnomon.records.report import (
    GoalCard,
    MetricCard,
    MetricSection,
    Report,
    SeriesFigure,
    SummaryRow,
    TreeNode,
)
from gnomon.report.figures import figure_svg, series_figure, spark_svg
from gnomon.report.intervals import format_interval
from gnomon.report.numbers import format_exact, format_short, name_unit
from gnomon.report.periods import name_comparison, name_period
from gnomon.report.sentences import claim_latest, claim_running, last_complete
from gnomon.report.summary import name_module, summarise
from gnomon.report.tables import TableView, view_count, view_table

__all__ = [
    "GoalView",
    "GroupView",
    "LineView",
    "LinkView",
    "NodeView",
    "PointView",
    "SectionView",
    "name_anchors",
    "view_goals",
    "view_groups",
    "view_section",
    "view_tree",
]

_NOTHING = Markup()
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_DIRECTIONS = {"up": "Higher is better", "down": "Lower is better"}
_RELATIONS = {"part": "part of it", "driver": "believed to drive it"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A label and where it leads; an anchor of ``""`` leads nowhere."""

    label: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line of the overview."""

    row: SummaryRow
    anchor: str
    spark: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The lines of one module."""

    name: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A period of the series as texts."""

    period: str
    value: str
    interval: str
    n: str
    compared: str
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """All that the page shows of a metric."""

    card: MetricCard
    anchor: str
    badges: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sql: str
    notes: tuple[str, ...]
    failure: str
    value: str = ""
    interval: str = ""
    sentence: str = ""
    running: str = ""
    grain: str = ""
    comparison: str = ""
    unit: str = ""
    wide_svg: Markup = _NOTHING
    phone_svg: Markup = _NOTHING
    breakdowns: tuple[TableView, ...] = ()
    points: tuple[PointView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalView:
    """A goal with its north star's newest value."""

    card: GoalCard
    star: LinkView
    latest: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeView:
    """A node of the metric tree."""

    link: LinkView
    relation: str
    why: str
    children: tuple[NodeView, ...]


def name_anchors(sections: Iterable[MetricSection]) -> dict[str, str]:
    """Give each metric an id of its own that is safe in a URL.

    Examples
    --------
    >>> name_anchors([MetricSection(card=MetricCard(name="ctr", label="Click rate"), series=None)])
    {'ctr': 'metric-ctr'}
    """
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for section in sections:
        stem = anchor = "metric-" + _UNSAFE.sub("-", section.card.name)
        count = 2
        while anchor in taken:
            anchor, count = f"{stem}-{count}", count + 1
        taken.add(anchor)
        anchors[section.card.name] = anchor
    return anchors


def view_groups(report: Report, anchors: Mapping[str, str]) -> tuple[GroupView, ...]:
    """Group the overview's lines by module."""
    series = {s.card.name: s.series for s in report.sections if s.series is not None and not s.failure}
    groups: dict[str, list[LineView]] = {}
    for row in summarise(report):
        figure = series.get(row.name)
        spark = _NOTHING if figure is None else _trust(spark_svg(figure))
        line = LineView(row=row, anchor=anchors[row.name], spark=spark)
        groups.setdefault(name_module(row.module), []).append(line)
    return tuple(GroupView(name=name, lines=tuple(lines)) for name, lines in groups.items())


def view_section(section: MetricSection, anchor: str) -> SectionView:
    """Draw and write one metric.

    Raises
    ------
    DataError
        If it has neither a failure nor a known value.
    """
    base = SectionView(
        card=section.card,
        anchor=anchor,
        badges=_badges(section.card),
        facts=_facts(section.card),
        sql=section.sql,
        notes=section.notes,
        failure=section.failure,
    )
    if section.series is None:
        return base
    return _fill(base, section, section.series)


def _fill(base: SectionView, section: MetricSection, figure: SeriesFigure) -> SectionView:
    latest, running = last_complete(figure), claim_running(figure)
    return replace(
        base,
        value="" if latest is None else format_short(latest.value, figure.card),
        interval="" if latest is None else format_interval(latest, figure.card, write=format_short),
        unit="" if latest is None else name_unit(figure.card),
        sentence=claim_latest(figure).text,
        running="" if running is None else running.text,
        grain=figure.grain.replace("_", " "),
        comparison=name_comparison(figure.comparison, figure.grain) if figure.comparison else "",
        wide_svg=_trust(figure_svg(series_figure(figure, width=960, has_head=False))),
        phone_svg=_trust(figure_svg(series_figure(figure, width=360, has_head=False))),
        breakdowns=tuple(view_table(b) for b in section.breakdowns),
        points=tuple(_points(figure)),
    )


def _trust(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 - drawn here; texts in it are escaped by the renderer


def _points(figure: SeriesFigure) -> Iterable[PointView]:
    for p in reversed(figure.points):
        yield PointView(
            period=name_period(p.period, figure.grain),
            value=format_exact(p.value, figure.card),
            interval=format_interval(p, figure.card),
            n=view_count(p.n),
            compared=format_exact(p.compared, figure.card),
            is_complete=p.is_complete,
        )


def _badges(card: MetricCard) -> tuple[str, ...]:
    badges = (
        "Guardrail" if card.is_guardrail else "",
        _DIRECTIONS.get(card.direction, ""),
        card.tier.capitalize(),
        f"In {card.unit}" if card.unit else "",
        card.owner,
        f"Use {card.deprecated_by} instead" if card.deprecated_by else "",
    )
    return tuple(b for b in badges if b)


def _facts(card: MetricCard) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Name", card.name),
        ("Module", name_module(card.module)),
        ("Kind", card.kind),
        ("Source", ", ".join(card.sources)),
        ("Goal", card.goal),
        ("Version", card.version),
        ("Defined in", card.definition_place),
    )
    return tuple((name, text) for name, text in facts if text)


def view_goals(report: Report, anchors: Mapping[str, str]) -> tuple[GoalView, ...]:
    """Put each goal beside the newest value of its north star."""
    sections = {s.card.name: s for s in report.sections}
    return tuple(_view_goal(goal, sections.get(goal.north_star), anchors) for goal in report.goals)


def _view_goal(goal: GoalCard, section: MetricSection | None, anchors: Mapping[str, str]) -> GoalView:
    card = MetricCard(name=goal.north_star, label=goal.north_star) if section is None else section.card
    latest = ""
    if section is not None and section.series is not None:
        point = last_complete(section.series)
        latest = "" if point is None else format_short(point.value, card, has_unit=True)
    targets = tuple(
        f"{format_short(t.value, card, has_unit=True)} by {name_period(t.by, 'day')}" for t in goal.targets
    )
    star = LinkView(label=card.label, anchor=anchors.get(goal.north_star, ""))
    return GoalView(card=goal, star=star, latest=latest, targets=targets)


def view_tree(nodes: Iterable[TreeNode], anchors: Mapping[str, str]) -> tuple[NodeView, ...]:
    """Say of each node how it stands to the one above."""
    return tuple(
        NodeView(
            link=LinkView(label=node.label, anchor=anchors.get(node.metric, "")),
            relation=_relation(node),
            why=node.why,
            children=view_tree(node.children, anchors),
        )
        for node in nodes
    )


def _relation(node: TreeNode) -> str:
    words = _RELATIONS.get(node.relation, "")
    return f"{words} {node.effect}" if node.relation == "driver" and node.effect else words
