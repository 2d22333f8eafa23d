"""Metrics inside metrics, as a person would write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.define.expressions import render

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.metric import MetricInput

__all__ = ["write_input", "write_window"]


def write_input(term: MetricInput) -> str | dict[str, object]:
    """Short form (a name) where nothing else is said, else a mapping."""
    body: dict[str, object] = {"metric": term.metric}
    if term.filter is not None:
        body["filter"] = render(term.filter)
    if term.offset is not None:
        body["offset"] = write_window(term.offset)
    if term.to_start_of is not None:
        body["to_start_of"] = term.to_start_of
    return term.metric if len(body) == 1 else body


def write_window(window: Window) -> str:
    """Count and grain; a custom grain keeps its name as it is."""
    return f"{window.count} {window.grain}" if window.standard is None else str(window)
