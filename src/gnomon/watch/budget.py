"""Sensitivity as a budget of false alerts: how many a person is willing to read, over all series."""

from __future__ import annotations

import re
from typing import Final

from gnomon.base.errors import QuestionError
from gnomon.watch.grains import WatchGrain

__all__ = ["spend_budget"]

_TEXT: Final = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:per|a|/)\s*(day|week|month|year)\s*$", re.IGNORECASE)
_DAYS: Final = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_MOST: Final = 0.05


def spend_budget(budget: str, *, grain: WatchGrain, series: int) -> float:
    """Turn a budget into the p-value below which a bucket is an anomaly.

    A bucket without a fault falls below p with a chance of p, so that ``p`` times the buckets of all series in
    the time named is the number of false alerts to expect.

    Parameters
    ----------
    budget : str
        Such as ``2 per week``: over all series together.
    series : int
        How many are watched.

    Returns
    -------
    float
        At most 0.05.

    Raises
    ------
    QuestionError
        ASK-296 if the text is no budget.

    Examples
    --------
    >>> from gnomon.watch.grains import read_grain
    >>> round(spend_budget("2 per week", grain=read_grain("day"), series=100), 5)
    0.00286
    """
    match = _TEXT.match(budget)
    if match is None or float(match[1]) == 0:
        raise QuestionError(
            f"{budget!r} is no budget. Write how many false alerts you accept in what time, such as '2 per week'.",
            code="ASK-296",
        )
    days = grain.seconds / _DAYS["day"] / 86_400 if grain.seconds else grain.months * _DAYS["month"]
    buckets = max(series, 1) * _DAYS[match[2].lower()] / days
    return min(_MOST, float(match[1]) / buckets)
