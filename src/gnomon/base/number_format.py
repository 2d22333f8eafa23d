"""The formats that a metric may name: a small part of d3's grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["FORMAT_HINT", "NumberFormat", "parse_format"]

FORMAT_HINT: Final = "Use a d3 format such as ',.0f', '.1%', ',d' or '.3s'."
_GRAMMAR: Final = re.compile(
    r"(?P<sign>[+\- ]?)(?P<money>\$?)(?P<comma>,?)(?:\.(?P<places>\d{1,2}))?(?P<trim>~?)(?P<type>[defgs%]?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """A format in its parts.

    Attributes
    ----------
    sign : str
        ``+``, ``-``, a space or nothing.
    has_money : bool
        Whether a dollar sign stands before the number.
    comma : str
        ``,`` where thousands are parted, else empty.
    places : int or None
        Digits after the point, or significant ones for ``s``; None leaves them open.
    is_trimmed : bool
        Whether zeros at the end are left out.
    type : str
        One of d, e, f, g, s, %, or empty.
    """

    sign: str = ""
    has_money: bool = False
    comma: str = ""
    places: int | None = None
    is_trimmed: bool = False
    type: str = ""


def parse_format(text: str) -> NumberFormat | None:
    """Read a format; None for what the grammar does not know.

    Examples
    --------
    >>> parse_format(",.1f").places
    1
    >>> parse_format("zzz%%") is None
    True
    """
    match = _GRAMMAR.fullmatch(text)
    if match is None:
        return None
    return NumberFormat(
        sign=match["sign"],
        has_money=bool(match["money"]),
        comma=match["comma"],
        places=None if match["places"] is None else int(match["places"]),
        is_trimmed=bool(match["trim"]),
        type=match["type"],
    )
