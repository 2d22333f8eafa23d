"""Sentences of a localisation: every number in them is one of the record's."""

from __future__ import annotations

from gnomon.base.shown_numbers import show_percent, show_value
from gnomon.records.localisation import Outcome, Segment

__all__ = ["say_outcome"]

_SHOWN = 3


def say_outcome(
    outcome: Outcome,
    *,
    expected: float,
    actual: float,
    level: float,
    spread: float,
    segments: tuple[Segment, ...],
) -> str:
    """Say where the change sits, or that it sits everywhere.

    Parameters
    ----------
    outcome : str
    expected, actual, level, spread : float
    segments : tuple of Segment
        A tentative one stands alone.
    """
    total = f"{show_value(expected)} → {show_value(actual)}"
    if segments and segments[0].tentative:
        parts = "; ".join(_say_segment(s, is_mix=False) for s in segments[:_SHOWN])
        return (
            f"{total}: nothing stands out of the noise; most likely {parts}, yet noise alone could do this."
        )
    if outcome == "diffuse":
        return f"{total}: everywhere about the same, {show_percent(level - 1)} ± {_plain(spread)}."
    stayed = [s for s in segments if s.stayed]
    if stayed and len(stayed) == len(segments):
        names = _join([s.name for s in stayed])
        return f"{total}: everything moved by {show_percent(level - 1)} except {names}."
    parts = "; ".join(_say_segment(s, is_mix=outcome == "mix") for s in segments[:_SHOWN])
    more = len(segments) - _SHOWN
    tail = f"; and {more} more" if more > 0 else ""
    head = "the mix changed: " if outcome == "mix" else ""
    if outcome == "mix" and not segments:
        return (
            f"{total}: the mix changed, in no single segment; rates within segments explain less than that."
        )
    return f"{total}: {head}{parts}{tail}; the rest moved by {show_percent(level - 1)}."


def _say_segment(segment: Segment, *, is_mix: bool) -> str:
    share = "" if segment.share is None else f", {show_percent(segment.share).lstrip('+')} of the change"
    noun = " in size" if is_mix else ""
    return f"{segment.name} moved by {show_percent(segment.shift)}{noun} beyond the rest{share}"


def _plain(share: float) -> str:
    return show_percent(share).lstrip("+")


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
