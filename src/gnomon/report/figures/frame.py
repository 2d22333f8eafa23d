"""What all figures share: size, type, title, quiet axes."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from gnomon.report.figures.render import Spec
from gnomon.report.tokens import FONT, Theme

__all__ = ["MARGIN", "SCHEMA", "Frame", "configure", "head", "wrap_words"]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
MARGIN = 16
_NARROW = 560
_LINE = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The plot inside its picture, in pixels.

    Attributes
    ----------
    width : int
        Of the whole picture.
    left, right, top, bottom : int
        Space around the plot.
    height : int
        Of the plot.
    margin : int
        Empty edge of a picture that stands alone.
    """

    width: int
    left: int
    right: int
    top: int
    bottom: int
    height: int
    margin: int = 0

    @property
    def plot_width(self) -> int:
        """Width of the plot."""
        return self.width - self.left - self.right - 2 * self.margin

    @property
    def padding(self) -> Spec:
        """Space around the plot as Vega-Lite takes it."""
        sides = {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom}
        return {side: space + self.margin for side, space in sides.items()}

    @property
    def is_narrow(self) -> bool:
        """Whether it is drawn for a phone."""
        return self.width < _NARROW


def wrap_words(text: str, width: int) -> list[str]:
    """Break a sentence into lines that fit a picture of a width."""
    return textwrap.wrap(text, max(20, int(width / 6.6)))


def head(title: str, sentence: str, frame: Frame, theme: Theme) -> tuple[Spec, int]:
    """Build the title with its sentence below, and say how tall they are."""
    lines = wrap_words(sentence, frame.width - 2 * frame.margin)
    spec: Spec = {
        "text": title,
        "subtitle": lines,
        "anchor": "start",
        "frame": "bounds",
        "align": "left",
        "offset": 22,
        "color": theme["ink"],
        "fontSize": 16,
        "fontWeight": 600,
        "subtitleColor": theme["soft"],
        "subtitleFontSize": 13,
        "subtitleLineHeight": _LINE,
        "subtitlePadding": 6,
    }
    return spec, 46 + _LINE * len(lines)


def configure(theme: Theme) -> Spec:
    """Build the part that turns Vega-Lite's look into ours."""
    axis = {
        "domain": False,
        "ticks": False,
        "labelColor": theme["soft"],
        "labelFontSize": 12,
        "labelPadding": 8,
        "gridColor": theme["hairline"],
        "gridWidth": 1,
        "title": None,
    }
    return {
        "font": FONT,
        "background": theme["paper"],
        "view": {"stroke": None},
        "axis": axis,
        "text": {"fontSize": 12},
    }
