"""Numbers as people read them: by unit and format, never more digits than they carry."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from gnomon.base.errors import DefinitionError
from gnomon.base.number_format import FORMAT_HINT, NumberFormat, parse_format
from gnomon.records.report import MetricCard, Number

__all__ = [
    "DASH",
    "Change",
    "describe_change",
    "format_count",
    "format_exact",
    "format_short",
    "has_own_unit",
    "is_share",
    "known",
    "name_unit",
]

DASH = "\u2013"
_THIN = "\u202f"
_MINUS = "\u2212"
_SHARE_UNITS = frozenset({"%", "percent", "share", "fraction"})
_CURRENCIES = frozenset({"$", "€", "£", "¥", "₹", "₩"})
_DOLLARS = frozenset({"$", "usd", "dollar", "dollars"})
_COUNT_KINDS = frozenset({"count", "distinct"})
_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_PERCENT_FLOOR = 30
_TIMES_CEILING = 10
_LEAST_PERCENT = 0.001  # of whole numbers, whose difference says more than 0.000 000 1 %
_THOUSAND = 1000
_MOST_DIGITS = 6  # more are noise of the subtraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How far a value lies from the one it is held against.

    Attributes
    ----------
    size : str
        Without a sign: ``1.3``, ``4.2 %``, ``12``.
    sign : int
        1 above, 0 the same, -1 below.
    tone : str
        ``better`` or ``worse`` by the metric's direction, else empty.
    unit : str
        ``points`` for shares, else empty.
    """

    size: str
    sign: int
    tone: str = ""
    unit: str = ""

    @property
    def text(self) -> str:
        """The size with its unit: ``1.3 points``."""
        return f"{self.size} {self.unit}" if self.unit else self.size

    @property
    def signed_size(self) -> str:
        """The size with its sign: ``+1.3``."""
        return {1: "+", 0: "", -1: _MINUS}[self.sign] + self.size

    @property
    def signed(self) -> str:
        """The size with its sign and unit: ``+1.3 points``."""
        return f"{self.signed_size} {self.unit}" if self.unit else self.signed_size


def known(value: Number | None) -> Number | None:
    """Return a finite number, or None for what is unknown: None, nan and infinity.

    Examples
    --------
    >>> known(3), known(float("nan"))
    (3, None)
    """
    return value if value is not None and math.isfinite(value) else None


def is_share(card: MetricCard) -> bool:
    """Whether the metric's values are fractions of 1, read as per cent.

    The format decides; without one, a unit of ``share``, ``fraction``, ``percent`` or ``%`` does.

    Examples
    --------
    >>> is_share(MetricCard(name="ctr", label="Click rate", format=".1%"))
    True
    """
    return card.format.endswith("%") if card.format else card.unit.lower() in _SHARE_UNITS


def format_exact(value: Number | None, card: MetricCard) -> str:
    """Write a value for a table: by the metric's format, without its unit except a sign of money.

    Parameters
    ----------
    value : int, float or None
        None and nan give a dash.
    card : MetricCard
        Its ``format`` is a d3 format of type d, e, f, g, s or %; see the d3-format page of the d3 library.

    Raises
    ------
    DefinitionError
        If the format is none of these.

    Examples
    --------
    >>> format_exact(7313.42, MetricCard(name="h", label="Hours", format=",.0f"))
    '7,313'
    >>> format_exact(1436609, MetricCard(name="plays", label="Plays"))
    '1,436,609'
    >>> format_exact(319875, MetricCard(name="revenue", label="Revenue", unit="£"))
    '£319,875'
    """
    value = known(value)
    if value is None:
        return DASH
    if card.format:
        return _apply(value, card)
    if is_share(card):
        return _percent(value, 1)
    if float(value).is_integer():
        return _sign_money(_tidy(f"{int(value):,}"), card)
    text = _tidy(f"{value:,.0f}") if abs(value) >= _THOUSAND else _significant(value, 3)
    return _sign_money(text, card)


def has_own_unit(card: MetricCard) -> bool:
    """Whether the metric's name says its unit already: users of "Daily active users".

    Examples
    --------
    >>> has_own_unit(MetricCard(name="dau", label="Daily active users", unit="users"))
    True
    """
    return card.unit.lower() in re.findall(r"\w+", card.label.lower())


def name_unit(card: MetricCard) -> str:
    """Name the unit that must stand beside a number; empty where the number carries its sign.

    Examples
    --------
    >>> name_unit(MetricCard(name="h", label="Watch time", unit="hours"))
    'hours'
    >>> name_unit(MetricCard(name="revenue", label="Revenue", unit="€"))
    ''
    """
    has_sign = is_share(card) or card.unit in _CURRENCIES
    is_dollar = _money(card) == "$" and card.unit.lower() in _DOLLARS
    return "" if has_sign or is_dollar else card.unit


def format_short(value: Number | None, card: MetricCard, *, digits: int = 3, has_unit: bool = False) -> str:
    r"""Write a value for a sentence or a chart: at most three significant digits unless more are asked for.

    Parameters
    ----------
    value : int, float or None
        None and nan give a dash.
    card : MetricCard
        Its unit and format decide between per cent, money and plain numbers.
    digits : int
        Significant digits, >= 1.
    has_unit : bool
        Whether the unit stands behind the number.

    Examples
    --------
    >>> format_short(1436609, MetricCard(name="plays", label="Plays"))
    '1.44\u202fM'
    >>> format_short(0.45234, MetricCard(name="ctr", label="Click rate", format=".1%"))
    '45.2\u202f%'
    >>> format_short(12, MetricCard(name="h", label="Watch time", unit="hours"), has_unit=True)
    '12 hours'
    """
    value = known(value)
    if value is None:
        return DASH
    if is_share(card):
        return _significant(value * 100, digits) + _THIN + "%"
    text = _sign_money(format_count(value, digits=digits), card)
    unit = name_unit(card)
    return f"{text} {unit}" if has_unit and unit and not has_own_unit(card) else text


def format_count(value: Number, *, digits: int = 3) -> str:
    r"""Write a plain number with a step letter (k, M, B, T) from a thousand on.

    Examples
    --------
    >>> format_count(12_345), format_count(0.01234), format_count(999_999)
    ('12.3\u202fk', '0.0123', '1\u202fM')
    """
    rounded = _round_significant(value, digits)
    for step, letter in _STEPS:
        if abs(rounded) >= step:
            return _significant(rounded / step, digits) + _THIN + letter
    return _significant(rounded, digits)


def describe_change(
    value: Number | None,
    compared: Number | None,
    card: MetricCard,
    *,
    compared_n: int | None = None,
    write: Callable[[Number, MetricCard], str] = format_exact,
) -> Change | None:
    """Measure a value against another: points for shares, per cent on a fair base, else a difference.

    Parameters
    ----------
    value, compared : int, float or None
        The value and what it is held against; None on either side gives None.
    card : MetricCard
        Says whether values are shares and which way is good.
    compared_n : int or None
        Rows or entities behind the compared value; under 30 there is no per cent, nor is there one of
        1,000 and more.
    write : callable
        Writes a difference as the values beside it are written; one that it would hide has more digits.

    Examples
    --------
    >>> card = MetricCard(name="ctr", label="Click rate", format=".1%", direction="up")
    >>> describe_change(0.452, 0.439, card).text
    '1.3 points'
    >>> describe_change(3652, 0, MetricCard(name="revenue", label="Revenue", unit="£")).signed
    '+£3,652'
    """
    value, compared = known(value), known(compared)
    if value is None or compared is None:
        return None
    gap = value - compared
    scale = max(abs(value), abs(compared))
    noise = 0 if isinstance(gap, int) else 1e-9 * scale
    sign = 0 if abs(gap) <= noise else (1 if gap > 0 else -1)
    good = {"up": 1, "down": -1}.get(card.direction, 0)
    tone = "" if not sign or not good else ("better" if sign == good else "worse")
    gap = abs(gap) if sign else 0
    if is_share(card):
        points = _points(gap * 100, card)
        return Change(size=points, sign=sign, tone=tone, unit="point" if points == "1" else "points")
    percent = _percent_change(gap, compared, card, compared_n)
    size = _difference(gap, card, write) if percent is None else percent
    return Change(size=size, sign=sign, tone=tone)


def _difference(gap: Number, card: MetricCard, write: Callable[[Number, MetricCard], str]) -> str:
    """Write a gap as the values are written, or short where that would hide it."""
    text = write(gap, card).lstrip("+")
    return text if any(c in "123456789" for c in text) else format_short(gap, card)


def _percent_change(gap: Number, compared: Number, card: MetricCard, compared_n: int | None) -> str | None:
    """Write the gap in per cent; None where that would mislead."""
    base_count = compared if card.kind in _COUNT_KINDS else compared_n
    is_tiny = compared <= 0 or (base_count is not None and base_count < _PERCENT_FLOOR)
    if is_tiny or gap >= _TIMES_CEILING * compared:
        return None
    percent = 100 * gap / compared
    if isinstance(gap, int) and percent < _LEAST_PERCENT:
        return None
    return _significant(percent, 2 if percent < 100 else 3) + _THIN + "%"  # noqa: PLR2004 - a doubling


def _points(gap: float, card: MetricCard) -> str:
    """Write points with the places of the metric: more where they hide the gap, but three digits."""
    if gap == 0:
        return "0"
    form = parse_format(card.format)
    places = form.places if form and form.places is not None else int(not card.format)
    gap = _round_significant(gap, _MOST_DIGITS)
    magnitude = math.floor(math.log10(gap))
    places = max(0, min(max(places, -magnitude), 2 - magnitude))
    return f"{gap:,.{places}f}"


def _apply(value: Number, card: MetricCard) -> str:
    form = parse_format(card.format)
    if form is None:
        raise DefinitionError(
            f"Format {card.format!r} of metric {card.name} is none that a report can apply. {FORMAT_HINT}",
            code="DEF-190",
            where=card.definition_place or None,
        )
    if form.type == "s":
        return _sign_money(format_count(value, digits=form.places or 3), card)
    if form.type == "%":
        return form.sign.replace("-", "") * (value > 0) + _percent(
            value, 6 if form.places is None else form.places
        )
    text = _digits(value, form)
    if form.is_trimmed and "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    plus = "+" if form.sign == "+" and value > 0 else ""
    return plus + _sign_money(_tidy(text), card)


def _digits(value: Number, form: NumberFormat) -> str:
    """Write the digits; a whole number without places keeps each of them, however long it is."""
    places = 0 if form.type == "d" else form.places
    if isinstance(value, int) and (form.type == "d" or (form.type == "f" and places == 0)):
        return f"{value:{form.comma}d}"
    kind = "f" if form.type == "d" else form.type
    return f"{value:{form.comma}{'' if places is None else f'.{places}'}{kind}}"


def _percent(value: Number, places: int) -> str:
    return _tidy(f"{value * 100:,.{places}f}") + _THIN + "%"


def _sign_money(text: str, card: MetricCard) -> str:
    """Put the sign of money before the digits, behind a minus."""
    money = _money(card)
    if money is None:
        return text
    return f"{_MINUS}{money}{text[1:]}" if text.startswith(_MINUS) else money + text


def _money(card: MetricCard) -> str | None:
    if card.unit in _CURRENCIES:
        return card.unit
    return "$" if "$" in card.format else None


def _round_significant(value: Number, digits: int) -> float:
    if value == 0:
        return 0.0
    return round(float(value), digits - 1 - math.floor(math.log10(abs(value))))


def _significant(value: Number, digits: int) -> str:
    rounded = _round_significant(value, digits)
    if rounded == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    text = f"{rounded:,.{places}f}"
    return _tidy(text.rstrip("0").rstrip(".") if "." in text else text)


def _tidy(text: str) -> str:
    """Write a true minus, and none before a zero."""
    if not text.startswith("-"):
        return text
    return text[1:] if not any(c in "123456789" for c in text) else _MINUS + text[1:]
