"""Text of a project that could not be read: which names it may hold."""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Unread", "unread_file", "unread_text"]

_WORD = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A text, or a file, that no definitions could be taken from.

    Attributes
    ----------
    words : frozenset of str or None
        All its words; None where only the file has them.
    path : Path or None
        The file; without one, and without words, any name may be there.
    """

    words: frozenset[str] | None = None
    path: Path | None = None

    def may_hold(self, name: str) -> bool:
        """Whether a name may be given in it.

        Examples
        --------
        >>> text = unread_text("metrics: {watch_time: [")
        >>> text.may_hold("watch_time"), text.may_hold("watch")
        (True, False)
        """
        if self.words is not None:
            return name in self.words
        if self.path is None or not name:
            return True
        forms = (name.encode(), name.encode("utf-16-le"), name.encode("utf-16-be"))
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            return any(held.find(form) >= 0 for form in forms)


def unread_text(text: str) -> Unread:
    """Words of a text that could not be read."""
    return Unread(words=frozenset(_WORD.findall(text)))


def unread_file(path: Path) -> Unread:
    """A file that could not be read; where the system refuses it, it may hold any name."""
    try:
        with path.open("rb") as file:
            is_there = bool(file.read(1))
    except OSError:
        return Unread()
    return Unread(path=path) if is_there else Unread(words=frozenset())
