"""Records that the tests of the report room share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gnomon.records.answer import Cost
from gnomon.records.report import (
    Breakdown,
    BreakdownRow,
    CheckCount,
    GoalCard,
    GoalTarget,
    MetricCard,
    MetricSection,
    Report,
    SeriesFigure,
    SeriesPoint,
    TreeNode,
)

FIRST = datetime(2022, 4, 25)


def build_card(**more: object) -> MetricCard:
    facts = {
        "name": "click_rate",
        "label": "Click rate",
        "description": "Share of plays that were opened by a click.",
        "kind": "ratio",
        "format": ".1%",
        "direction": "up",
        "module": "experience",
        "tier": "core",
        "owner": "feed-team",
        "is_guardrail": True,
        "version": "9f3c1ab2",
        "definition": "click_rate:\n  kind: ratio\n",
        "definition_place": "metrics/feed.yml:3",
        "sources": ("Plays",),
    }
    return MetricCard(**{**facts, **more})  # pyright: ignore[reportArgumentType] # facts of mixed types


def build_figure(
    card: MetricCard | None = None, *, has_running: bool = True, scale: float = 1.0
) -> SeriesFigure:
    values = [scale * (0.43 + 0.004 * (i % 5)) for i in range(15)]
    points = tuple(
        SeriesPoint(
            period=FIRST + timedelta(days=i),
            value=value,
            compared=values[i - 7] if i >= 7 else None,
            n=1000 + i,
            is_complete=not (has_running and i == 14),
        )
        for i, value in enumerate(values)
    )
    return SeriesFigure(card=card or build_card(), points=points)


def build_breakdown(card: MetricCard | None = None) -> Breakdown:
    return Breakdown(
        card=card or build_card(),
        dimension="user.country",
        label="Country",
        period=datetime(2022, 5, 8),
        rows=(
            BreakdownRow(member="DE", value=0.5, compared=0.4, n=600),
            BreakdownRow(member=None, value=0.25, compared=None, n=40),
            BreakdownRow(member="FR", value=None, compared=0.1, n=0),
        ),
        total=BreakdownRow(member=None, value=0.446, compared=0.43, n=640),
        hidden=12,
    )


def build_report(sections: tuple[MetricSection, ...] | None = None) -> Report:
    card = build_card()
    hours = build_card(
        name="hours", label="Watch time", unit="hours", format=",.1f", kind="sum", module="content"
    )
    failed = build_card(name="crashes", label="Crashes", module="infrastructure")
    made = (
        MetricSection(card=hours, series=build_figure(hours, scale=1000), sql="SELECT 2"),
        MetricSection(
            card=card,
            series=build_figure(card),
            breakdowns=(build_breakdown(card),),
            sql="SELECT 1 AS click_rate",
            notes=("The first period has no week before.",),
        ),
        MetricSection(card=failed, series=None, failure="Stopped after 600 s."),
    )
    part = TreeNode(
        metric="click_rate", label="Click rate", relation="driver", effect="up", why="Opens more."
    )
    return Report(
        project="Videos",
        description="Plays of short videos.",
        as_of=datetime(2022, 5, 9, 2),
        timezone="Asia/Shanghai",
        complete_through=datetime(2022, 5, 9),
        sections=made if sections is None else sections,
        attribution="Some people, CC BY-SA 4.0.",
        data_version="c0ffee",
        checks=CheckCount(passed=11, total=12),
        goals=(
            GoalCard(
                name="time",
                label="Time well spent",
                north_star="hours",
                targets=(GoalTarget(by=date(2022, 6, 30), value=500),),
            ),
        ),
        tree=(TreeNode(metric="hours", label="Watch time", children=(part,)),),
        cost=Cost(seconds=1.25, compile_seconds=0.1, rows_scanned=12_000, bytes_scanned=3_400_000),
    )


RULE = (
    "Share of sessions at view that reach purchase: view → cart → shipping → payment → purchase (in this "
    "order, other steps may lie between) within 90 minutes of view; each session once a period by the deepest "
    "step any of its entries reaches, dated by the entry, only entries whose window is over."
)


def build_rich_report() -> Report:
    """Build a report of large money by week and of a rare share by day that has intervals and a long rule."""
    money = build_card(name="revenue", label="Four-week net revenue", unit="£", format=",.0f", kind="sum")
    share = build_card(name="bad", label="Violating views", format=".2%", kind="prevalence", rule=RULE)
    weeks = tuple(
        SeriesPoint(period=FIRST - timedelta(days=7 * (5 - i)), value=1_355_028 + i, compared=1_323_419, n=9)
        for i in range(6)
    )
    days = tuple(
        SeriesPoint(period=FIRST + timedelta(days=i), value=0.0017, compared=0.0016, low=0.0012, high=0.0024)
        for i in range(9)
    )
    sold = Breakdown(
        card=money,
        dimension="abroad",
        label="Abroad",
        period=FIRST,
        grain="week",
        rows=(
            BreakdownRow(member="no", value=121_355_028, compared=101_323_419, n=171_748),
            BreakdownRow(member="yes", value=30_668, compared=0, n=1),
        ),
    )
    seen = Breakdown(
        card=share,
        dimension="country",
        label="Country",
        period=FIRST + timedelta(days=8),
        rows=(
            BreakdownRow(member="DE", value=0.002, compared=0.001, n=900, low=0.001, high=0.004),
            BreakdownRow(member="FR", value=0.001, compared=0.001, n=800),
        ),
        total=BreakdownRow(member=None, value=0.0017, n=1700, low=0.0012, high=0.0024),
    )
    line = SeriesFigure(card=money, points=weeks, grain="week")
    return build_report(
        (
            MetricSection(
                card=money,
                series=line,
                breakdowns=(sold, replace(sold, dimension="country", label="Country")),
            ),
            MetricSection(
                card=share, series=SeriesFigure(card=share, points=days), breakdowns=(seen,), sql="SELECT 1"
            ),
        )
    )


def spoil_texts(report: Report, payload: str) -> Report:
    """Put a payload into every free text of the first kind of section."""
    card = build_card(
        name=payload,
        label=payload,
        description=payload,
        unit=payload,
        format="",
        kind=payload,
        module=payload,
        tier=payload,
        owner=payload,
        goal=payload,
        version=payload,
        definition=payload,
        definition_place=payload,
        sources=(payload,),
        deprecated_by=payload,
        rule=payload,
    )
    figure = replace(build_figure(card, scale=1000), scope=payload, grain=payload, comparison=payload)
    table = replace(
        build_breakdown(card),
        dimension=payload,
        label=payload,
        grain=payload,
        comparison=payload,
        rows=(BreakdownRow(member=payload, value=1.0),),
    )
    section = MetricSection(card=card, series=figure, breakdowns=(table,), sql=payload, notes=(payload,))
    failed = MetricSection(card=replace(card, name=payload + "2"), series=None, failure=payload)
    goal = GoalCard(name=payload, label=payload, description=payload, owner=payload, north_star=payload)
    node = TreeNode(metric=payload, label=payload, relation="driver", effect=payload, why=payload)
    return replace(
        report,
        project=payload,
        description=payload,
        timezone=payload,
        attribution=payload,
        data_version=payload,
        notes=(payload,),
        sections=(section, failed),
        goals=(goal,),
        tree=(node,),
    )


@pytest.fixture
def make_card() -> Callable[..., MetricCard]:
    return build_card


@pytest.fixture
def make_figure() -> Callable[..., SeriesFigure]:
    return build_figure


@pytest.fixture
def breakdown() -> Breakdown:
    return build_breakdown()


@pytest.fixture
def make_report() -> Callable[..., Report]:
    return build_report


@pytest.fixture
def spoil() -> Callable[[Report, str], Report]:
    return spoil_texts
