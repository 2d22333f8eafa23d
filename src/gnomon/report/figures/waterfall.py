"""A change over one dimension: from the value before to the value after, step by step."""

from __future__ import annotations

from dataclasses import replace

from gnomon.base.errors import DataError
from gnomon.base.shown_numbers import show_value
from gnomon.records.investigation import Investigation, Split
from gnomon.report.figures.frame import MARGIN, SCHEMA, Frame, configure, head
from gnomon.report.figures.render import Spec
from gnomon.report.tokens import Theme, take_theme

__all__ = ["waterfall_figure"]

Row = dict[str, object]

_STEP = 30
_SHOWN = 8
_WORDS = {"rate": "own rate", "mix": "size"}
_SPACE = 0.06


def waterfall_figure(
    found: Investigation, dimension: str, *, width: int = 960, theme: str = "light", has_head: bool = True
) -> Spec:
    """Build the chart of a split: a bar from before, one for each large part, one for all others, and after.

    Parameters
    ----------
    found : Investigation
        With a split over `dimension`.
    dimension : str
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
        If there is no such split.
    """
    split = next((s for s in found.splits if s.dimension == dimension), None)
    if split is None:
        known = ", ".join(s.dimension for s in found.splits) or "none"
        raise DataError(
            f"{found.metric} was not split over {dimension!r}; there are: {known}.", code="DAT-324"
        )
    rows = _list_rows(split)
    colours = take_theme(theme)
    frame = Frame(width=width, left=190, right=90, top=12, bottom=12, height=_STEP * len(rows))
    if frame.is_narrow:
        frame = replace(frame, left=120, right=72)
    title: Spec = {}
    if has_head:
        frame = replace(frame, margin=MARGIN)
        title, top = head(f"{found.label} by {dimension}", _sentence(found, split), frame, colours)
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


def _sentence(found: Investigation, split: Split) -> str:
    unusual = any(u.is_unusual for u in split.usual)
    return (
        f"What each part did to the change of {show_value(found.change.amount)}, {found.period}. Grey bars are cut."
        f"{' Full colour: beyond what is usual.' if unusual else ''}"
    )


def _list_rows(split: Split) -> list[Row]:
    explanation = split.explanation
    change = explanation.change
    unusual = {(u.name, u.part): u.is_unusual for u in split.usual}
    rows: list[Row] = [_ground(0, "before", change.before)]
    level = change.before
    for one in explanation.contributions[:_SHOWN]:
        word = _WORDS.get(one.part)
        name = f"{one.name}, {word}" if word else one.name
        rows.append(
            _step(len(rows), name, level, one.amount, is_loud=unusual.get((one.name, one.part), not unusual))
        )
        level += one.amount
    rest = change.after - level
    count = len(explanation.contributions) - _SHOWN
    if count > 0 or abs(rest) > 1e-9 * max(abs(change.before), abs(change.after)):
        rows.append(_step(len(rows), f"{max(count, 0)} others", level, rest, is_loud=False))
    rows.append(_ground(len(rows), "after", change.after))
    return rows


def _ground(place: int, name: str, value: float) -> Row:
    return {"i": place, "name": name, "a": 0.0, "b": value, "text": show_value(value), "tone": "ground"}


def _step(place: int, name: str, level: float, amount: float, *, is_loud: bool) -> Row:
    tone = "up" if amount >= 0 else "down"
    sign = "+" if amount > 0 else ""
    return {
        "i": place,
        "name": name,
        "a": level,
        "b": level + amount,
        "text": f"{sign}{show_value(amount)}",
        "tone": tone,
        "loud": 1.0 if is_loud else 0.45,
    }


def _layers(rows: list[Row], frame: Frame, theme: Theme) -> list[Spec]:
    steps = [
        v for row in rows if row["tone"] != "ground" for v in (row["a"], row["b"]) if isinstance(v, float)
    ]
    ends = [v for row in rows if row["tone"] == "ground" if isinstance(v := row["b"], float)]
    low, high = min([*steps, *ends]), max([*steps, *ends])
    room = (high - low) * _SPACE or abs(high) or 1.0
    base = 0.0 if low >= 0 and low - 4 * room <= 0 else low - room
    for row in rows:
        if row["tone"] == "ground":
            row["a"] = base
    y = {"field": "i", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.35, "paddingOuter": 0.2}}
    scale = {"domain": [base, high + room], "nice": False, "zero": False}
    x = {"field": "a", "type": "quantitative", "axis": None, "scale": scale}
    tone = {
        "field": "tone",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": ["ground", "up", "down"],
            "range": [theme["ghost"], theme["accent"], theme["alert"]],
        },
    }
    loud = {"field": "loud", "type": "quantitative", "legend": None, "scale": None}
    text = {"type": "text", "baseline": "middle"}
    return [
        {
            "mark": {"type": "bar", "cornerRadius": 2},
            "encoding": {"y": y, "x": x, "x2": {"field": "b"}, "color": tone, "opacity": loud},
        },
        {
            "mark": {**text, "align": "left", "color": theme["ink"], "limit": frame.left - 12},
            "encoding": {"y": y, "x": {"value": -frame.left}, "text": {"field": "name"}},
        },
        {
            "mark": {**text, "align": "right", "color": theme["ink"], "fontWeight": 600},
            "encoding": {"y": y, "x": {"value": frame.plot_width + frame.right}, "text": {"field": "text"}},
        },
    ]
