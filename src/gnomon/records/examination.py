"""One thing that was looked at, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Examination"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """One line of ``gnomon doctor`` or ``gnomon run``.

    Attributes
    ----------
    target : str
        What was looked at.
    status : {"ok", "warn", "fail"}
        Whether it holds.
    text : str
        What was found and, if it does not hold, what to do.
    """

    target: str
    status: Literal["ok", "warn", "fail"]
    text: str = ""
