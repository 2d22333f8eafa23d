"""A line the size of a word, for tables."""

from __future__ import annotations

from gnomon.records.report import SeriesFigure
from gnomon.report.figures.frame import SCHEMA, configure
from gnomon.report.figures.render import Spec, figure_svg
from gnomon.report.figures.scales import as_milliseconds
from gnomon.report.numbers import known
from gnomon.report.sentences import last_complete, require_points
from gnomon.report.tokens import take_theme

__all__ = ["spark_figure", "spark_svg"]

_WIDTH, _HEIGHT, _PADDING = 104, 24, 4


def spark_figure(figure: SeriesFigure, *, theme: str = "light") -> Spec:
    """Build a line of the complete periods with a dot on the last one; unfinished periods are left out.

    Parameters
    ----------
    figure : SeriesFigure
        With at least one known value.
    theme : str
        ``light`` or ``dark``.

    Raises
    ------
    DataError
        If no value is known.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.report import MetricCard, SeriesPoint
    >>> card = MetricCard(name="plays", label="Plays", kind="count")
    >>> figure = SeriesFigure(card=card, points=(SeriesPoint(period=datetime(2022, 5, 8), value=900),))
    >>> spark_figure(figure)["datasets"]["latest"][0]["v"]
    900
    """
    require_points(figure)
    colours = take_theme(theme)
    rows = [
        {
            "t": as_milliseconds(p.period),
            "v": known(p.value),
        }
        for p in figure.points
        if p.is_complete
    ]
    values = [v for p in figure.points if p.is_complete and (v := known(p.value)) is not None] or [0]
    low, high = min(values), max(values)
    latest = last_complete(figure)
    dots = [] if latest is None else [{"t": as_milliseconds(latest.period), "v": latest.value}]
    at = {
        "x": {"field": "t", "type": "temporal", "scale": {"type": "utc"}, "axis": None},
        "y": {
            "field": "v",
            "type": "quantitative",
            "scale": {
                "domain": [low, high] if low < high else [low - 1, high + 1],
                "nice": False,
                "zero": False,
            },
            "axis": None,
        },
    }
    line = {
        "type": "line",
        "color": colours["ghost"],
        "strokeWidth": 1.5,
        "strokeJoin": "round",
        "strokeCap": "round",
    }
    dot = {"type": "point", "filled": True, "size": 28, "color": colours["accent"], "opacity": 1}
    return {
        "$schema": SCHEMA,
        "width": _WIDTH - 2 * _PADDING,
        "height": _HEIGHT - 2 * _PADDING,
        "autosize": {"type": "none"},
        "padding": _PADDING,
        "datasets": {"actual": rows, "latest": dots},
        "layer": [
            {"data": {"name": "actual"}, "mark": line, "encoding": at},
            {"data": {"name": "latest"}, "mark": dot, "encoding": at},
        ],
        "config": {**configure(colours), "background": "transparent"},
    }


def spark_svg(figure: SeriesFigure, *, theme: str = "light") -> str:
    """Draw :func:`spark_figure` as SVG.

    Examples
    --------
    >>> from datetime import datetime
    >>> from gnomon.records.report import MetricCard, SeriesPoint
    >>> card = MetricCard(name="plays", label="Plays", kind="count")
    >>> figure = SeriesFigure(card=card, points=(SeriesPoint(period=datetime(2022, 5, 8), value=900),))
    >>> spark_svg(figure)[:4]
    '<svg'
    """
    return figure_svg(spark_figure(figure, theme=theme))
