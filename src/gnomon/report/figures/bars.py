"""One metric over one dimension: a bar a member, its value and its change."""

from __future__ import annotations

from dataclasses import replace

from gnomon.base.errors import DataError
from gnomon.records.report import Breakdown, BreakdownRow
from gnomon.report.figures.frame import MARGIN, SCHEMA, Frame, configure, head
from gnomon.report.figures.render import Spec
from gnomon.report.intervals import find_interval
from gnomon.report.numbers import describe_change, format_exact, known
from gnomon.report.periods import name_comparison, place_period
from gnomon.report.sentences import name_member
from gnomon.report.tokens import Theme, take_theme

__all__ = ["bars_figure"]

Row = dict[str, object]

_STEP = 34


def bars_figure(
    breakdown: Breakdown, *, width: int = 960, theme: str = "light", has_head: bool = True
) -> Spec:
    """Build the chart of a breakdown: bars from zero with a tick where each was in the compared period.

    Parameters
    ----------
    breakdown : Breakdown
        With at least one known value.
    width : int
        Of the picture in pixels; 960 and 360 are the two sizes in use.
    theme : str
        ``light`` or ``dark``.
    has_head : bool
        Whether the title is part of the picture.

    Returns
    -------
    dict
        Vega-Lite; its dataset is ``rows``.

    Raises
    ------
    DataError
        If no member has a known value.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.report import MetricCard
    >>> card = MetricCard(name="plays", label="Plays", kind="count")
    >>> rows = (BreakdownRow(member=None, value=90, compared=60),)
    >>> by_tab = Breakdown(card=card, dimension="tab", label="Feed", rows=rows, period=datetime(2022, 5, 8))
    >>> bars_figure(by_tab)["datasets"]["rows"][0]["member"]
    '(none)'
    """
    rows = [_row(row, breakdown, i) for i, row in enumerate(breakdown.rows)]
    if not any(row["v"] is not None for row in rows):
        raise DataError(
            f"Metric {breakdown.card.name} by {breakdown.dimension} has no value: there is nothing to draw. "
            "Widen the window or check the filter and the source.",
            code="DAT-310",
        )
    colours = take_theme(theme)
    frame = Frame(width=width, left=150, right=190, top=12, bottom=12, height=_STEP * len(rows))
    if frame.is_narrow:
        frame = replace(frame, left=104, right=132)
    title: Spec = {}
    if has_head:
        frame = replace(frame, margin=MARGIN)
        title, top = head(
            f"{breakdown.card.label} by {breakdown.label}", _sentence(breakdown), frame, colours
        )
        frame = replace(frame, top=top)
    spec: Spec = {
        "$schema": SCHEMA,
        "width": frame.plot_width,
        "height": frame.height,
        "autosize": {"type": "none"},
        "padding": frame.padding,
        "datasets": {"rows": rows},
        "data": {"name": "rows"},
        "layer": _layers(rows, frame, colours),
        "config": configure(colours),
    }
    return {**spec, "title": title} if title else spec


def _sentence(breakdown: Breakdown) -> str:
    when = place_period(breakdown.period, breakdown.grain)
    against = (
        f" The tick is the {name_comparison(breakdown.comparison, breakdown.grain)}."
        if breakdown.comparison
        else ""
    )
    has_intervals = any(find_interval(row) is not None for row in breakdown.rows)
    return f"Values {when}.{against}{' The thin line is the interval.' if has_intervals else ''}"


def _row(row: BreakdownRow, breakdown: Breakdown, index: int) -> Row:
    value = known(row.value)
    compared = known(row.compared) if breakdown.comparison else None
    change = describe_change(value, compared, breakdown.card, compared_n=row.n)
    interval = find_interval(row)
    ends = {} if interval is None else {"low": interval.low, "high": interval.high}
    return {
        **ends,
        "i": index,
        "member": name_member(row.member),
        "v": value,
        "compared": compared,
        "text": format_exact(value, breakdown.card),
        "change": change.signed if change else "",
    }


def _layers(rows: list[Row], frame: Frame, theme: Theme) -> list[Spec]:
    ends = ("v", "compared", "low", "high")
    known = [v for row in rows for v in map(row.get, ends) if isinstance(v, int | float)]
    low, high = min(0, *known), max(0, *known)
    domain = [low, high if low < high else 1]
    y = {"field": "i", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.5, "paddingOuter": 0.25}}
    x = {"field": "v", "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}}
    end = {"type": "text", "baseline": "middle"}
    tick = {"type": "tick", "thickness": 4, "size": _STEP - 8}
    return [
        {
            "mark": {"type": "bar", "color": theme["accent"], "cornerRadiusEnd": 3},
            "encoding": {"y": y, "x": x},
        },
        *_whiskers(rows, {"y": y, "x": {**x, "field": "low"}}, theme),
        {
            "mark": {**tick, "color": theme["ink"], "stroke": theme["paper"], "strokeWidth": 1.5},
            "encoding": {"y": y, "x": {**x, "field": "compared"}},
        },
        {
            "mark": {**end, "align": "left", "color": theme["ink"], "limit": frame.left - 12},
            "encoding": {"y": y, "x": {"value": -frame.left}, "text": {"field": "member"}},
        },
        {
            "mark": {**end, "align": "right", "color": theme["ink"], "fontWeight": 600},
            "encoding": {"y": y, "x": {"value": frame.plot_width + 64}, "text": {"field": "text"}},
        },
        {
            "mark": {**end, "align": "right", "color": theme["soft"]},
            "encoding": {"y": y, "x": {"value": frame.plot_width + frame.right}, "text": {"field": "change"}},
        },
    ]


def _whiskers(rows: list[Row], at: Spec, theme: Theme) -> list[Spec]:
    """Draw the intervals as lines across the ends of bars, edged to be seen on them, where there are any."""
    if not any("low" in row for row in rows):
        return []
    encoding: Spec = {**at, "x2": {"field": "high"}}
    lines = ((theme["paper"], 5), (theme["ink"], 2))
    return [
        {"mark": {"type": "rule", "color": colour, "strokeWidth": width}, "encoding": encoding}
        for colour, width in lines
    ]
