"""The outcome of an oracle case: whether the answer and the plain SQL agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["CaseResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """A question beside plain SQL, and how their rows compare.

    Attributes
    ----------
    status : {"pass", "fail", "error"}
        ``error`` means that one of the two did not run.
    text : str
        What differs, or why it did not run; empty when both agree.
    rows : int
        Rows of the answer.
    where : str
        File and line of the case.
    """

    name: str
    status: Literal["pass", "fail", "error"]
    text: str = ""
    rows: int = 0
    seconds: float = 0.0
    where: str = ""

    @property
    def is_passed(self) -> bool:
        """Whether both agree."""
        return self.status == "pass"
