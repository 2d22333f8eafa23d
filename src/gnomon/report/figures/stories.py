"""Segments over time: small pictures under each other, each with what was expected and where its change began."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from gnomon.base.errors import DataError
from gnomon.records.investigation import Investigation, Story
from gnomon.report.figures.frame import MARGIN, SCHEMA, Frame, configure, head
from gnomon.report.figures.render import Spec
from gnomon.report.figures.scales import as_milliseconds, choose_scale
from gnomon.report.tokens import Theme, take_theme

__all__ = ["heat_figure", "stories_figure"]

Row = dict[str, object]

_SHOWN = 4
_HEIGHT = 84
_GAP = 34
_DAYS = 42
_CELL = 28
_FULL = 1.0


def stories_figure(found: Investigation, *, width: int = 960, theme: str = "light") -> Spec:
    """Build small multiples of the named segments: seen, expected (dashed) and the first day of the change.

    Parameters
    ----------
    found : Investigation
        With stories.
    width : int
        Of the picture in pixels.
    theme : str
        ``light`` or ``dark``.

    Raises
    ------
    DataError
        If no segment was named.
    """
    stories = _require(found)
    colours = take_theme(theme)
    frame = Frame(width=width, left=52, right=16, top=12, bottom=28, height=_HEIGHT, margin=MARGIN)
    sentence = "Line: seen. Dashes: usual for the weekday. Mark: where it begins."
    title, _ = head(f"{found.label}: what moved", sentence, frame, colours)
    return {
        "$schema": SCHEMA,
        "padding": MARGIN,
        "title": title,
        "spacing": _GAP,
        "vconcat": [_picture(story, frame, colours) for story in stories],
        "config": {**configure(colours), "concat": {"spacing": _GAP}},
    }


def _picture(story: Story, frame: Frame, theme: Theme) -> Spec:
    rows = _rows(story)
    known = [v for row in rows for v in (row["v"], row["e"]) if isinstance(v, float)]
    scale = choose_scale(known or [0.0])
    x = {
        "field": "t",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"format": "%-d %b", "tickCount": 4, "grid": False},
    }
    y = {
        "field": "v",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False},
        "axis": {"values": list(scale.ticks), "format": "~s"},
    }
    line = {"type": "line", "strokeJoin": "round", "strokeCap": "round"}
    begin = [] if story.onset is None else [row for row in rows if row["t"] == _place(story.onset)]
    return {
        "width": frame.plot_width,
        "height": frame.height,
        "title": {
            "text": story.segment.name, "anchor": "start", "fontSize": 13, "fontWeight": 600,
            "color": theme["ink"], "offset": 6,
        },
        "layer": [
            {
                "data": {"values": rows},
                "mark": {**line, "color": theme["ghost"], "strokeWidth": 1.5, "strokeDash": [5, 4]},
                "encoding": {"x": x, "y": {**y, "field": "e"}},
            },
            {
                "data": {"values": rows},
                "mark": {**line, "color": theme["accent"], "strokeWidth": 2},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": {"values": begin},
                "mark": {"type": "rule", "color": theme["alert"], "strokeWidth": 1.5},
                "encoding": {"x": x},
            },
        ],
    }  # fmt: skip


def heat_figure(found: Investigation, *, width: int = 960, theme: str = "light") -> Spec:
    """Build a heat map of the named segments: a row each, a cell a day, coloured by its distance from the usual.

    Raises
    ------
    DataError
        If no segment was named.
    """
    stories = _require(found)
    colours = take_theme(theme)
    cells = [cell for place, story in enumerate(stories) for cell in _cells(place, story)]
    frame = Frame(
        width=width, left=220, right=16, top=12, bottom=28, height=_CELL * len(stories), margin=MARGIN
    )
    if frame.is_narrow:
        frame = replace(frame, left=120)
    sentence = "Blue: more than usual for the weekday. Red: less; full colour is twice, or nothing."
    title, top = head(f"{found.label}: days of what moved", sentence, frame, colours)
    frame = replace(frame, top=top)
    y = {"field": "i", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.12}}
    every = {cell["day"]: None for cell in cells}
    labels = list(every)[:: 14 if frame.is_narrow else 7]
    names = [{"i": place, "name": story.segment.name} for place, story in enumerate(stories)]
    return {
        "$schema": SCHEMA,
        "width": frame.plot_width,
        "height": frame.height,
        "autosize": {"type": "none"},
        "padding": frame.padding,
        "title": title,
        "datasets": {"cells": cells, "names": names},
        "layer": [
            {
                "data": {"name": "cells"},
                "mark": {"type": "rect"},
                "encoding": {
                    "x": {
                        "field": "day",
                        "type": "ordinal",
                        "axis": {"values": labels, "labelAngle": 0},
                        "scale": {"paddingInner": 0.08},
                        "sort": None,
                    },
                    "y": y,
                    "color": {
                        "field": "off",
                        "type": "quantitative",
                        "legend": None,
                        "scale": {
                            "domain": [-_FULL, 0, _FULL],
                            "range": [colours["alert"], colours["panel"], colours["accent"]],
                            "clamp": True,
                            "interpolate": "rgb",
                        },
                    },
                },
            },
            {
                "data": {"name": "names"},
                "mark": {
                    "type": "text", "align": "left", "baseline": "middle", "color": colours["ink"],
                    "limit": frame.left - 12,
                },
                "encoding": {"y": y, "x": {"value": -frame.left}, "text": {"field": "name"}},
            },
        ],
        "config": configure(colours),
    }  # fmt: skip


def _require(found: Investigation) -> tuple[Story, ...]:
    stories = tuple(story for story in found.stories if story.days)[:_SHOWN]
    if not stories:
        raise DataError(
            f"{found.metric}, {found.period}: no segment was named, so there is nothing to draw.",
            code="DAT-325",
        )
    return stories


def _rows(story: Story) -> list[Row]:
    days = list(zip(story.days, story.values, story.expected, strict=True))[-_DAYS:]
    return [{"t": _place(day), "v": value, "e": usual} for day, value, usual in days]


def _cells(place: int, story: Story) -> list[Row]:
    days = list(zip(story.days, story.values, story.expected, strict=True))[-_DAYS:]
    return [
        {"i": place, "day": f"{day.day} {day:%b}", "off": value / usual - 1}
        for day, value, usual in days
        if value is not None and usual
    ]


def _place(day: date) -> int:
    return as_milliseconds(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - a day of the reporting zone
