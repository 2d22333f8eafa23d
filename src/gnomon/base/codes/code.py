"""A kind of error, described once for every message that carries its code."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Code", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of error; its code never changes its meaning.

    Attributes
    ----------
    code : str
        Shown in brackets behind every message.
    title : str
        What is wrong, in a few words.
    meaning : str
        Why it is refused.
    mend : str
        What to do.
    """

    code: str
    title: str
    meaning: str
    mend: str


def code(code: str, title: str, meaning: str, mend: str) -> Code:
    """Write a code in one line of a table.

    Examples
    --------
    >>> code("INP-011", "A folder", "The file to write is a folder.", "Name a file in it.").title
    'A folder'
    """
    return Code(code=code, title=title, meaning=meaning, mend=mend)
