"""One metric over time beside the same weekday last week; unfinished periods look unfinished."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from gnomon.records.report import MetricCard, Number, SeriesFigure, SeriesPoint
from gnomon.report.figures.frame import MARGIN, SCHEMA, Frame, configure, head
from gnomon.report.figures.render import Spec
from gnomon.report.figures.scales import Scale, as_milliseconds, choose_scale, spread_apart, tick_periods
from gnomon.report.numbers import format_short, is_share, known
from gnomon.report.periods import name_comparison
from gnomon.report.sentences import claim_latest, claim_running, last_complete, require_points, running_points
from gnomon.report.tokens import Theme, take_theme

__all__ = ["series_figure"]

Row = dict[str, object]

_LABEL_GAP = 17
_VALUE_GAP = 19
_MONTHLY = frozenset({"month", "quarter", "year"})


def series_figure(
    figure: SeriesFigure, *, width: int = 960, theme: str = "light", has_head: bool = True
) -> Spec:
    """Build the chart of a metric over time, for every surface.

    Parameters
    ----------
    figure : SeriesFigure
        With at least one known value.
    width : int
        Of the picture in pixels; 960 and 360 are the two sizes in use, below 560 it is drawn for a phone.
    theme : str
        ``light`` or ``dark``.
    has_head : bool
        Whether title and sentence are part of the picture (a page sets them as text of its own).

    Returns
    -------
    dict
        Vega-Lite; its datasets are ``actual``, ``compared``, ``unfinished``, ``latest`` and ``labels``, and ``band``
        where values have an interval.

    Raises
    ------
    DataError
        If no value is known: an empty picture would pass for a quiet day.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.report import MetricCard, SeriesPoint
    >>> card = MetricCard(name="plays", label="Plays", kind="count")
    >>> figure = SeriesFigure(card=card, points=(SeriesPoint(period=datetime(2022, 5, 8), value=900),))
    >>> series_figure(figure)["datasets"]["latest"][0]["text"]
    '900'
    """
    require_points(figure)
    colours = take_theme(theme)
    frame = _frame(width)
    title: Spec = {}
    if has_head:
        frame = replace(frame, margin=MARGIN)
        title, top = head(figure.card.label, _sentence(figure), frame, colours)
        frame = replace(frame, top=top)
    scale = choose_scale(_known(figure))
    spec: Spec = {
        "$schema": SCHEMA,
        "width": frame.plot_width,
        "height": frame.height,
        "autosize": {"type": "none"},
        "padding": frame.padding,
        "datasets": _datasets(figure, scale, frame),
        "layer": _layers(figure, scale, frame, colours),
        "config": configure(colours),
    }
    return {**spec, "title": title} if title else spec


def _sentence(figure: SeriesFigure) -> str:
    running = claim_running(figure)
    return claim_latest(figure).text + (f" {running.text}" if running else "")


def _frame(width: int) -> Frame:
    frame = Frame(width=width, left=52, right=170, top=20, bottom=28, height=232)
    return replace(frame, left=50, right=104, height=200) if frame.is_narrow else frame


def _known(figure: SeriesFigure) -> list[float]:
    values = [
        v for p in figure.points for v in (known(p.value), _compared(figure, p), known(p.low), known(p.high))
    ]
    return [float(v) for v in values if v is not None]


def _compared(figure: SeriesFigure, point: SeriesPoint) -> Number | None:
    return known(point.compared) if figure.comparison else None


def _row(point: SeriesPoint, **more: object) -> Row:
    return {"t": as_milliseconds(point.period), "v": known(point.value), **more}


def _datasets(figure: SeriesFigure, scale: Scale, frame: Frame) -> dict[str, list[Row]]:
    actual = [_row(p) if p.is_complete else {**_row(p), "v": None} for p in figure.points]
    compared = [{"t": as_milliseconds(p.period), "v": _compared(figure, p)} for p in figure.points]
    latest = last_complete(figure)
    return {
        **({"band": band} if (band := _band(figure.points)) else {}),
        "actual": actual,
        "compared": compared,
        "unfinished": _unfinished(figure.points),
        "hollow": [_row(p) for p in figure.points if not p.is_complete and known(p.value) is not None],
        "alone": _alone(figure.points),
        "latest": [] if latest is None else [_row(latest, text=format_short(latest.value, figure.card))],
        "labels": _labels(figure, scale, frame),
    }


def _band(points: tuple[SeriesPoint, ...]) -> list[Row]:
    """Collect the ends of intervals; each stretch without a gap has a number of its own."""
    rows: list[Row] = []
    stretch = 0
    for p in points:
        low, high = known(p.low), known(p.high)
        if low is None or high is None:
            stretch += 1
        else:
            rows.append({"t": as_milliseconds(p.period), "low": low, "high": high, "stretch": stretch})
    sizes = Counter(row["stretch"] for row in rows)
    return [{**row, "alone": sizes[row["stretch"]] == 1} for row in rows]


def _unfinished(points: tuple[SeriesPoint, ...]) -> list[Row]:
    """Collect segments with an unfinished end; each has a number of its own so that none join."""
    rows: list[Row] = []
    for i, (a, b) in enumerate(pairwise(points)):
        if (
            not (a.is_complete and b.is_complete)
            and known(a.value) is not None
            and known(b.value) is not None
        ):
            rows += [_row(a, segment=i), _row(b, segment=i)]
    return rows


def _alone(points: tuple[SeriesPoint, ...]) -> list[Row]:
    """Collect complete points between gaps: a line would not show them."""

    def is_solid(i: int) -> bool:
        return 0 <= i < len(points) and points[i].is_complete and known(points[i].value) is not None

    return [
        _row(p) for i, p in enumerate(points) if is_solid(i) and not is_solid(i - 1) and not is_solid(i + 1)
    ]


def _labels(figure: SeriesFigure, scale: Scale, frame: Frame) -> list[Row]:
    """Write words at the lines' ends, moved apart where the ends are close."""
    ends = _ends(figure, is_narrow=frame.is_narrow)
    per_pixel = (scale.high - scale.low) / frame.height
    heights = [_LABEL_GAP * str(text).count("\n") for _, _, text in ends]
    gap = (_LABEL_GAP + max(heights, default=0)) * per_pixel
    places = spread_apart([value for _, value, _ in ends], gap)
    return [
        {"tone": tone, "v": place, "text": text.split("\n")}
        for (tone, _, text), place in zip(ends, places, strict=True)
    ]


def _ends(figure: SeriesFigure, *, is_narrow: bool) -> list[tuple[str, float, str]]:
    ends: list[tuple[str, float, str]] = []
    running, latest = running_points(figure), last_complete(figure)
    if running and running[-1].value is not None:
        ends.append(("accent", running[-1].value, format_short(running[-1].value, figure.card) + " so far"))
    elif latest is not None and latest.value is not None:
        ends.append(
            (
                "accent",
                latest.value,
                "last complete\n" + figure.grain if is_narrow else f"last complete {figure.grain}",
            )
        )
    compared = [v for p in figure.points if (v := _compared(figure, p)) is not None]
    if compared:
        words = name_comparison(figure.comparison, figure.grain)
        ends.append(("soft", compared[-1], _fold(words) if is_narrow else words))
    return ends


def _fold(words: str) -> str:
    """Break words near their middle."""
    parts = words.split()
    cut = min(range(1, len(parts)), key=lambda i: abs(len(" ".join(parts[:i])) * 2 - len(words)), default=0)
    return f"{' '.join(parts[:cut])}\n{' '.join(parts[cut:])}" if cut else words


def _layers(figure: SeriesFigure, scale: Scale, frame: Frame, theme: Theme) -> list[Spec]:
    x = {
        "field": "t",
        "type": "temporal",
        "scale": {"type": "utc", "domain": _span(figure.points)},
        "axis": _time_axis(figure, frame),
    }
    y = {
        "field": "v",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False},
        "axis": _value_axis(figure.card, scale, frame),
    }
    line = {"type": "line", "strokeJoin": "round", "strokeCap": "round", "interpolate": "linear"}
    quiet = {**line, "color": theme["ghost"], "strokeWidth": 1.5, "strokeDash": [5, 4], "strokeCap": "butt"}
    loud = {**line, "color": theme["accent"], "strokeWidth": 2.25}
    dotted = {**loud, "strokeWidth": 2, "strokeDash": [1, 5]}
    dot = {"type": "point", "filled": True, "opacity": 1}
    ring = {**dot, "size": 96, "color": theme["accent"], "stroke": theme["paper"], "strokeWidth": 2.5}
    hollow = {**dot, "size": 60, "fill": theme["paper"], "stroke": theme["accent"], "strokeWidth": 2}
    alone = {**dot, "size": 24, "color": theme["accent"]}
    at: Spec = {"x": x, "y": y}
    return [
        *_band_layers(figure, {"x": x, "y": {**y, "field": "low"}}, theme),
        {"data": {"name": "compared"}, "mark": quiet, "encoding": at},
        {"data": {"name": "actual"}, "mark": loud, "encoding": at},
        {
            "data": {"name": "unfinished"},
            "mark": dotted,
            "encoding": {**at, "detail": {"field": "segment", "type": "nominal"}},
        },
        *_words(at, _side_of_value(figure, scale), frame, theme),
        {"data": {"name": "alone"}, "mark": alone, "encoding": at},
        {"data": {"name": "hollow"}, "mark": hollow, "encoding": at},
        {"data": {"name": "latest"}, "mark": ring, "encoding": at},
    ]


def _band_layers(figure: SeriesFigure, at: Spec, theme: Theme) -> list[Spec]:
    """Shade the interval; a point between gaps gets a bar."""
    if not _band(figure.points):
        return []
    ends: Spec = {**at, "y2": {"field": "high"}, "detail": {"field": "stretch", "type": "nominal"}}
    shade = {"color": theme["accent"], "opacity": 0.16}
    return [
        {"data": {"name": "band"}, "mark": {"type": "area", **shade}, "encoding": ends},
        {
            "data": {"name": "band"},
            "transform": [{"filter": {"field": "alone", "equal": True}}],
            "mark": {"type": "rule", "strokeWidth": 5, **shade},
            "encoding": ends,
        },
    ]


def _side_of_value(figure: SeriesFigure, scale: Scale) -> int:
    """Put the last complete value above its dot, or below it where the line comes down from above."""
    latest = last_complete(figure)
    if latest is None or latest.value is None:
        return -_VALUE_GAP
    at, value = figure.points.index(latest), latest.value
    around = (known(p.value) for p in (*figure.points[max(0, at - 1) : at], *figure.points[at + 1 : at + 2]))
    comes_from_above = sum(v - value for v in around if v is not None) > 0
    has_room = value > scale.low + 0.15 * (scale.high - scale.low)
    return _VALUE_GAP if comes_from_above and has_room else -_VALUE_GAP


def _words(at: Spec, dy: int, frame: Frame, theme: Theme) -> list[Spec]:
    side = {"align": "right", "dx": 8} if frame.is_narrow else {"align": "center"}
    value = {
        "type": "text",
        **side,
        "baseline": "middle",
        "dy": dy,
        "fontSize": 14,
        "fontWeight": 700,
        "clip": False,
    }
    value_at = {**at, "text": {"field": "text"}}
    end = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12, "lineHeight": 15}
    layers: list[Spec] = [
        {
            "data": {"name": "latest"},
            "mark": {
                **value,
                "color": theme["paper"],
                "stroke": theme["paper"],
                "strokeWidth": 5,
                "strokeJoin": "round",
            },
            "encoding": value_at,
        },
        {"data": {"name": "latest"}, "mark": {**value, "color": theme["ink"]}, "encoding": value_at},
    ]
    return layers + [
        {
            "data": {"name": "labels"},
            "transform": [{"filter": {"field": "tone", "equal": tone}}],
            "mark": {**end, "color": theme[tone]},
            "encoding": {"x": {"value": frame.plot_width + 14}, "y": at["y"], "text": {"field": "text"}},
        }
        for tone in ("accent", "soft")
    ]


def _span(points: tuple[SeriesPoint, ...]) -> list[int]:
    first, last = as_milliseconds(points[0].period), as_milliseconds(points[-1].period)
    return [first, last] if first < last else [first - 43_200_000, last + 43_200_000]


def _time_axis(figure: SeriesFigure, frame: Frame) -> Spec:
    periods = [p.period for p in figure.points]
    latest = last_complete(figure)
    anchor = periods[-1] if latest is None else latest.period
    ticks = tick_periods(periods, anchor, figure.grain, most=4 if frame.is_narrow else 5)
    return {
        "values": [as_milliseconds(t) for t in ticks],
        "labelExpr": f"utcFormat(datum.value, '{_time_format(figure.grain, periods)}')",
        "grid": False,
        "labelFlush": False,
        "labelOverlap": False,
    }


def _time_format(grain: str, periods: list[datetime]) -> str:
    if grain == "year":
        return "%Y"
    if grain in _MONTHLY:
        return "%b %Y" if len(periods) <= 12 or periods[0].year != periods[-1].year else "%b"  # noqa: PLR2004 - a year
    if grain in {"hour", "minute", "second", "millisecond"}:
        return "%H:%M" if periods[0].date() == periods[-1].date() else "%-d %b %H:%M"
    if grain == "day" and periods[0].year == periods[-1].year:
        return "%a %-d %b"
    return "%-d %b" if periods[0].year == periods[-1].year else "%-d %b %y"


def _value_axis(card: MetricCard, scale: Scale, frame: Frame) -> Spec:
    texts = {f"{tick!r}": format_short(tick, card, digits=4 if is_share(card) else 3) for tick in scale.ticks}
    parts = "".join(f"datum.value === {tick} ? '{text}' : " for tick, text in texts.items())
    return {
        "values": list(scale.ticks),
        "labelExpr": f"{parts}''",
        "labelAlign": "left",
        "labelPadding": frame.left,
        "labelFlush": False,
        "grid": True,
    }
