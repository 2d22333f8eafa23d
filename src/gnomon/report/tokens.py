"""One set of colours and type for pages and charts, light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gnomon.base.errors import InputError, nearest_hint

__all__ = ["FONT", "MONO", "THEMES", "Theme", "css_variables", "recolour_rules", "take_theme"]

Theme = Mapping[str, str]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace"

# Text on paper and panel has a contrast of 4.5 or more, marks of 3 or more; tests/report measures it.
_LIGHT = {
    "paper": "#ffffff",
    "panel": "#f7f8fa",
    "ink": "#16181d",
    "soft": "#5a606b",
    "hairline": "#e6e8ec",
    "edge": "#d5d8de",
    "accent": "#2f5bd8",
    "ghost": "#868c98",
    "wash": "#e4ebfc",
    "alert": "#b3261e",
}
_DARK = {
    "paper": "#0f1115",
    "panel": "#171a20",
    "ink": "#eceef2",
    "soft": "#a0a7b4",
    "hairline": "#232730",
    "edge": "#343a46",
    "accent": "#86a8ff",
    "ghost": "#7f8794",
    "wash": "#1f2b4a",
    "alert": "#ff8a80",
}

THEMES: Mapping[str, Theme] = MappingProxyType(
    {"light": MappingProxyType(_LIGHT), "dark": MappingProxyType(_DARK)}
)


def take_theme(name: str) -> Theme:
    """Find a theme by name.

    Raises
    ------
    InputError
        If it is neither ``light`` nor ``dark``.

    Examples
    --------
    >>> take_theme("light")["paper"]
    '#ffffff'
    """
    if name not in THEMES:
        hint = nearest_hint(name, THEMES, otherwise="Use light or dark.")
        raise InputError(f"Unknown theme {name!r}. {hint}", code="INP-016")
    return THEMES[name]


def css_variables(theme: Theme) -> str:
    """Write a theme as CSS custom properties.

    Examples
    --------
    >>> css_variables(take_theme("dark")).split(";")[0]
    '--paper:#0f1115'
    """
    return ";".join(f"--{name}:{colour}" for name, colour in theme.items())


def recolour_rules(scope: str) -> str:
    """Write the CSS that lets one light picture follow the page's theme.

    Pictures carry their colours as attributes, which every renderer understands; these rules
    replace each of them by its variable where CSS applies.

    Parameters
    ----------
    scope : str
        Selector of what holds the pictures.

    Examples
    --------
    >>> recolour_rules(".figure").splitlines()[0]
    '.figure [fill="#ffffff"]{fill:var(--paper)}'
    """
    return "\n".join(
        f'{scope} [{what}="{colour}"]{{{what}:var(--{name})}}'
        for name, colour in THEMES["light"].items()
        for what in ("fill", "stroke")
    )
