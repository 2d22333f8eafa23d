"""A budget of false alerts: how many somebody is willing to read in what time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gnomon.base.errors import InputError

__all__ = ["Budget", "parse_budget"]

_TEXT: Final = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:per|a|/)\s*(day|week|month|year)\s*$", re.IGNORECASE)
_DAYS: Final = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """So many alerts in so many days.

    Attributes
    ----------
    count : float
        Above 0.
    days : float
    """

    count: float
    days: float

    @property
    def per_day(self) -> float:
        """Alerts a day."""
        return self.count / self.days


def parse_budget(text: str) -> Budget:
    """Read a budget such as ``2 per week``.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> parse_budget("14 per week").per_day, parse_budget("1 a day").days
    (2.0, 1.0)
    """
    match = _TEXT.match(text)
    if match is None or float(match[1]) == 0:
        raise InputError(
            f"{text!r} is no budget. Write how many false alerts you accept in what time, such as '2 per week'."
        )
    return Budget(count=float(match[1]), days=_DAYS[match[2].lower()])
