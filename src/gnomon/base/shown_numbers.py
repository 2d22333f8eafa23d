"""Numbers in sentences: as many digits as a reader takes in."""

from __future__ import annotations

__all__ = ["show_count", "show_percent", "show_value"]


def show_count(number: int, noun: str) -> str:
    """Write a number of things.

    Examples
    --------
    >>> show_count(1, "incident"), show_count(1200, "incident")
    ('1 incident', '1,200 incidents')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def show_percent(share: float) -> str:
    """Write a share as a signed percentage with three digits at most.

    Examples
    --------
    >>> show_percent(-0.0412), show_percent(1.5), show_percent(0.0)
    ('-4.1 %', '+150 %', '0 %')
    """
    number = 100 * share
    text = f"{abs(number):,.0f}" if abs(number) >= 10 else f"{abs(number):.1f}"  # noqa: PLR2004 - two digits
    text = text.removesuffix(".0")
    return f"{'' if text == '0' else '-' if number < 0 else '+'}{text} %"


def show_value(value: float) -> str:
    """Write a value with four digits that count.

    Examples
    --------
    >>> show_value(1234567.0), show_value(0.0314159), show_value(-2.5)
    ('1,234,567', '0.03142', '-2.5')
    """
    text = f"{abs(value):,.0f}" if abs(value) >= 1000 else f"{abs(value):.4g}"  # noqa: PLR2004 - four digits
    return f"-{text}" if value < 0 and text != "0" else text
