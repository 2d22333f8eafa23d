"""A line of the question log: who asked what, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Usage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """One question that was asked.

    Attributes
    ----------
    at : datetime
        In UTC, with a zone.
    metrics, by : tuple of str
        What was asked.
    question : str
        Fingerprint of the whole question and of the definitions it used.
    seconds : float
        From the question to the answer.
    rows : int or None
        Rows of the answer; None where it failed.
    face : str
        How it came in: ``python``, ``cli``, ``run``.
    by_whom : str
        Name of the user on that machine.
    error : str
        Code of the error where there is no answer.
    """

    at: datetime
    metrics: tuple[str, ...]
    by: tuple[str, ...]
    question: str
    seconds: float
    rows: int | None
    face: str
    by_whom: str
    error: str = ""
