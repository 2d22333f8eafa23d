"""Sensitivity as a budget of false alerts: how many a person is willing to read, over all series."""

from __future__ import annotations

from typing import Final

from gnomon.base.budget import parse_budget
from gnomon.base.errors import InputError, QuestionError
from gnomon.watch.grains import WatchGrain

__all__ = ["spend_budget"]

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
    try:
        found = parse_budget(budget)
    except InputError as error:
        raise QuestionError(error.message, code="ASK-296") from None
    return min(_MOST, found.per_day * grain.days / max(series, 1))
