"""From a Vega-Lite description to an SVG picture, a PNG picture or an Altair chart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from altair import TopLevelMixin

__all__ = ["Spec", "figure_chart", "figure_png", "figure_svg"]

Spec = dict[str, object]

_LABELS = re.compile(r' (?:aria-label|aria-roledescription|role|aria-hidden)="[^"]*"')


def figure_svg(spec: Spec) -> str:
    """Draw a figure as SVG without scripts, styles or outside references.

    Colours stand as attributes, so that mail programs and PDF writers draw them too; marks carry
    no labels of their own: what holds the picture says its sentence.

    Parameters
    ----------
    spec : dict
        Vega-Lite, from a figure function of this room.

    Examples
    --------
    >>> figure_svg({"data": {"values": [{}]}, "mark": "point"})[:4]
    '<svg'
    """
    import vl_convert

    return _LABELS.sub("", vl_convert.vegalite_to_svg(spec))


def figure_png(spec: Spec, *, scale: float = 2.0) -> bytes:
    """Draw a figure as PNG, for places that show no SVG.

    Parameters
    ----------
    scale : float
        Pixels per CSS pixel, > 0.

    Examples
    --------
    >>> figure_png({"data": {"values": [{}]}, "mark": "point"})[1:4]
    b'PNG'
    """
    import vl_convert

    return vl_convert.vegalite_to_png(spec, scale=scale)


def figure_chart(spec: Spec) -> TopLevelMixin:
    """Make an Altair chart of a figure, validated against the Vega-Lite schema.

    Examples
    --------
    >>> type(figure_chart({"data": {"values": [{}]}, "mark": "point"})).__name__
    'Chart'
    """
    import altair as alt

    if "layer" in spec:
        return alt.LayerChart.from_dict(spec)
    return alt.Chart.from_dict(spec)
