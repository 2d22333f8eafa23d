"""A compiled question: one SQL tree and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from sqlglot import exp

    from gnomon.ask.context import Key
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.scans.group import Scan
    from gnomon.records.question import Question

__all__ = ["Compiled"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compiled:
    """A question ready to run.

    Attributes
    ----------
    tree : sqlglot Select
        One query; engine independent until it is rendered.
    keys : tuple of Key
        Key columns in order.
    comparisons : tuple of str
        Names of the compared values, in order.
    bounded : frozenset of str
        Metrics whose value has an interval.
    scans : tuple of Scan
        What is read together.
    sources : tuple of str
        Sources that are read, joins included.
    loaded_through : datetime or None
        Earliest moment up to which data is loaded (reporting zone).
    notes : tuple of str
        What a reader should know.
    """

    tree: exp.Select
    question: Question
    keys: tuple[Key, ...]
    comparisons: tuple[str, ...]
    scans: tuple[Scan, ...]
    sources: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    loaded_through: datetime | None
    notes: tuple[str, ...]
    seconds: float
    bounded: frozenset[str] = frozenset()
