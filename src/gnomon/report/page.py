"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from gnomon.records.report import Report
from gnomon.report.numbers import format_count
from gnomon.report.periods import name_comparison, name_moment
from gnomon.report.summary import order_sections
from gnomon.report.tokens import FONT, MONO, THEMES, css_variables, recolour_rules

if TYPE_CHECKING:
    from jinja2 import Environment

    from gnomon.report.views import GoalView, GroupView, NodeView, SectionView
    from gnomon.report.watch_view import WatchView

__all__ = ["render_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Status:
    before: str
    strong: str
    after: str = ""
    is_alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    css: str
    script: str
    script_hash: str
    status: tuple[_Status, ...]
    comparison: str
    groups: tuple[GroupView, ...]
    goals: tuple[GoalView, ...]
    tree: tuple[NodeView, ...]
    sections: tuple[SectionView, ...]
    watch: WatchView | None
    facts: tuple[tuple[str, str], ...]


def render_report(report: Report) -> str:
    """Write a report as a page: self-contained, readable on a phone, light and dark.

    Every text of the records is escaped; a content security policy in the page lets no script run
    but its own theme switch, and nothing be fetched.

    Parameters
    ----------
    report : Report
        One or more sections, each with a known value or a failure.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    DataError
        If a section without a failure has no known value: named after its metric.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.report import MetricCard, MetricSection, SeriesFigure, SeriesPoint
    >>> card = MetricCard(name="plays", label="Plays", kind="count")
    >>> figure = SeriesFigure(card=card, points=(SeriesPoint(period=datetime(2022, 5, 8), value=900),))
    >>> section = MetricSection(card=card, series=figure)
    >>> report = Report(project="Videos", as_of=datetime(2022, 5, 9), timezone="UTC", sections=(section,))
    >>> render_report(report)[:15]
    '<!doctype html>'
    """
    return _environment().get_template("report.html.j2").render(report=report, page=_page(report))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("gnomon.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _page(report: Report) -> _Page:
    from markupsafe import Markup

    from gnomon.report.views import name_anchors, view_goals, view_groups, view_section, view_tree
    from gnomon.report.watch_view import view_watch

    anchors = name_anchors(report.sections)
    script = _read("page.js").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _Page(
        css=Markup(_css()),  # noqa: S704 - our own file and colours
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=f"sha256-{digest}",
        status=_status(report),
        comparison=_comparison(report),
        groups=view_groups(report, anchors),
        goals=view_goals(report, anchors),
        tree=view_tree(report.tree, anchors),
        sections=tuple(view_section(s, anchors[s.card.name]) for s in order_sections(report)),
        facts=_facts(report),
        watch=None if report.watch is None else view_watch(report.watch),
    )


def _read(name: str) -> str:
    return files("gnomon.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _css() -> str:
    light = "color-scheme:light;" + css_variables(THEMES["light"])
    dark = "color-scheme:dark;" + css_variables(THEMES["dark"])
    return "\n".join(
        (
            f":root{{{light};--font:{FONT};--mono:{MONO}}}",
            f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}",
            f"@media screen{{:root[data-theme=dark]{{{dark}}}}}",
            recolour_rules(":is(.figure,.spark)"),
            _read("report.css"),
        )
    )


def _comparison(report: Report) -> str:
    """Name the comparison that all sections share; empty where grains differ."""
    names = {
        name_comparison(s.series.comparison, s.series.grain)
        for s in report.sections
        if s.series is not None and s.series.comparison and not s.failure
    }
    return names.pop() if len(names) == 1 else ""


def _status(report: Report) -> tuple[_Status, ...]:
    items: list[_Status] = []
    if report.complete_through is not None:
        items.append(_Status(before="Data complete through ", strong=name_moment(report.complete_through)))
    count = len(report.sections)
    items.append(_Status(before="", strong=str(count), after=" metric" if count == 1 else " metrics"))
    failed = sum(1 for s in report.sections if s.failure)
    if failed:
        items.append(_Status(before="", strong=str(failed), after=" without numbers", is_alert=True))
    if report.checks is not None:
        checks = report.checks
        items.append(_Status(before="", strong=f"{checks.passed} of {checks.total}", after=" checks passed"))
    return tuple(items)


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    facts = [("As of", f"{report.as_of:%Y-%m-%d %H:%M} UTC"), ("Reporting zone", report.timezone)]
    if report.data_version:
        facts.append(("Data version", report.data_version))
    if report.cost is not None:
        facts.append(("Time in the engine", f"{report.cost.seconds:.2f} s"))
        if report.cost.rows_scanned is not None:
            facts.append(("Rows read", format_count(report.cost.rows_scanned)))
        if report.cost.bytes_scanned is not None:
            facts.append(("Bytes read", format_count(report.cost.bytes_scanned) + "B"))
    return tuple(facts)
