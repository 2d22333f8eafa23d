"""A ratio over segments: own rates and mix, without a rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, nan

from gnomon.base.errors import DataError
from gnomon.explain.decompose.compose import Method, check_finite, compose_explanation
from gnomon.records.explanation import Change, Contribution, Explanation

__all__ = ["Fraction", "decompose_ratio"]

_METHOD = Method(
    name="symmetric rate and mix",
    assumptions=(
        "Rates change at the mean of both weights, weights at the mean of both rates.",
        "Mix is measured against the mean of both totals: growth of a segment at that rate moves nothing.",
        "A segment without a denominator in one period keeps its other rate: its coming or going is mix.",
    ),
)
_ALL_BUT = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Fraction:
    """Numerator and denominator of a segment in one period."""

    top: float
    bottom: float


def decompose_ratio(
    names: Sequence[str], before: Sequence[Fraction], after: Sequence[Fraction], *, measure: str = "ratio"
) -> Explanation:
    """Take a change of a ratio apart: each segment's own rate, and its weight.

    With weights w and rates r, R the mean of both totals: rate = mean(w) * (r1 - r0), mix = (w1 - w0) *
    (mean(r) - R). They sum to the change.

    Parameters
    ----------
    names : sequence of str, length k
    before, after : sequence of Fraction, length k
    measure : str
        Name of what changed.

    Raises
    ------
    DataError
        DAT-323 when a period has no denominator at all, or a value is missing or infinite.

    Examples
    --------
    >>> half, tenth = Fraction(top=50, bottom=100), Fraction(top=10, bottom=100)
    >>> more = Fraction(top=100, bottom=200)
    >>> found = decompose_ratio(["feed", "search"], [half, tenth], [more, tenth], measure="click rate")
    >>> [(c.name, c.part, round(c.amount, 4)) for c in found.contributions if c.amount]
    [('search', 'mix', 0.0389), ('feed', 'mix', 0.0278)]
    """
    check_finite(measure, [v for f in (*before, *after) for v in (f.top, f.bottom)])
    total0, total1 = _add_up(before), _add_up(after)
    if min(f.bottom for f in (*before, *after)) < 0 or total0.bottom <= 0 or total1.bottom <= 0:
        raise DataError(
            f"{measure}: denominators must be 0 or more, and above 0 in both periods.", code="DAT-323"
        )
    whole0, whole1 = total0.top / total0.bottom, total1.top / total1.bottom
    middle = (whole0 + whole1) / 2
    parts: list[Contribution] = []
    for name, one, two in zip(names, before, after, strict=True):
        weight0, weight1 = one.bottom / total0.bottom, two.bottom / total1.bottom
        rate0, rate1 = _find_rates(name, one, two)
        rate = (weight0 + weight1) / 2 * (rate1 - rate0)
        mix = (weight1 - weight0) * ((rate0 + rate1) / 2 - middle)
        own0, own1 = (rate0 if one.bottom else nan), (rate1 if two.bottom else nan)
        parts += [
            Contribution(name=name, part="rate", amount=rate, share=None, before=own0, after=own1),
            Contribution(name=name, part="mix", amount=mix, share=None, before=weight0, after=weight1),
        ]
    change = Change(name=measure, before=whole0, after=whole1)
    return compose_explanation(change, parts, _METHOD, remarks=_tell_paradox(change, parts))


def _add_up(parts: Sequence[Fraction]) -> Fraction:
    return Fraction(top=fsum(f.top for f in parts), bottom=fsum(f.bottom for f in parts))


def _find_rates(name: str, one: Fraction, two: Fraction) -> tuple[float, float]:
    """Rates of both periods; a period without a denominator takes the other one's rate."""
    for part in (one, two):
        if not part.bottom and part.top:
            raise DataError(f"{name}: a numerator of {part.top:g} without a denominator.", code="DAT-323")
    rate0 = one.top / one.bottom if one.bottom else None
    rate1 = two.top / two.bottom if two.bottom else None
    known = rate0 if rate0 is not None else rate1 if rate1 is not None else 0.0
    return (known if rate0 is None else rate0), (known if rate1 is None else rate1)


def _tell_paradox(change: Change, parts: Sequence[Contribution]) -> list[str]:
    """Simpson's paradox: segments moved one way, the total the other."""
    rates = [p for p in parts if p.part == "rate"]
    up, down = fsum(max(p.amount, 0) for p in rates), fsum(-min(p.amount, 0) for p in rates)
    way = 1 if up > down else -1
    against = min(up, down)
    if not up + down or against > _ALL_BUT * (up + down) or change.amount * way >= 0:
        return []
    moved = sum(p.amount * way > 0 for p in rates)
    verb, other = ("rose", "fell") if way > 0 else ("fell", "rose")
    return [
        (
            f"Simpson's paradox: the rate {verb} in {moved} of {len(rates)} segments, yet the total {other}: weight "
            "moved between segments."
        )
    ]
