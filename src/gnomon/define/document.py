"""A YAML file as plain data, with the line and column of every key and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, cast

from gnomon.base.errors import DefinitionError, Location

__all__ = ["Alternative", "Document", "Mark", "Path", "as_list", "as_mapping"]

Path = tuple[str | int, ...]


class Mark(NamedTuple):
    """Where a value stands and where its key stands; all count from 0."""

    line: int
    column: int
    key_line: int
    key_column: int
    style: str


class Alternative(NamedTuple):
    """One of several values that a file gives for one key, or a project for one name.

    Attributes
    ----------
    start, end : (int, int)
        Line and column, from 1, of its first sign and of the first behind it.
    turn, turns : int
        Which of them it is, from 0, and how many there are.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    turn: int
    turns: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """What one file says.

    Attributes
    ----------
    file : str
        Path shown to people, relative to the project.
    data : object
        Mappings, lists and scalars.
    marks : mapping of path to Mark
        Place of each part; a path is the keys and indexes that lead to it.
    ends : mapping of path to (int, int)
        Line and column, from 0, behind each part that has a name in a section.
    faults : tuple of DefinitionError
        What is wrong with the file as such.
    wounds : frozenset of path
        Parts that those faults leave unclear.
    alternatives : tuple of Alternative
        Values of keys that stand twice.
    lost : tuple of str
        Text of which nothing could be read.
    """

    file: str
    data: object
    marks: Mapping[Path, Mark]
    text: str
    ends: Mapping[Path, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    faults: tuple[DefinitionError, ...] = ()
    wounds: frozenset[Path] = frozenset()
    alternatives: tuple[Alternative, ...] = ()
    lost: tuple[str, ...] = ()

    def where(self, path: Path, *, key: bool = False) -> Location:
        """Place of a part, or of the nearest part around it that stands in the file."""
        while path and path not in self.marks:
            path = path[:-1]
            key = True
        mark = self.marks.get(path)
        if mark is None:
            return Location(file=self.file, line=1, column=1)
        line, column = (mark.key_line, mark.key_column) if key else (mark.line, mark.column)
        return Location(file=self.file, line=line + 1, column=column + 1)

    def where_inside(self, path: Path, line: int, column: int) -> Location:
        """Place of a sign inside a scalar, where its style lets it be told; else of the scalar.

        Parameters
        ----------
        path : Path
            Leads to a scalar.
        line, column : int
            Inside the scalar's text, from 0.
        """
        mark = self.marks.get(path)
        if mark is None:
            return self.where(path)
        if mark.style == "|":
            indent = self._indent_below(mark.line)
            return Location(file=self.file, line=mark.line + line + 2, column=indent + column + 1)
        start = self.where(path)
        if line or mark.style == ">":
            return start
        quote = 1 if mark.style in ("'", '"') else 0
        return Location(file=self.file, line=start.line, column=start.column + quote + column)

    def _indent_below(self, line: int) -> int:
        for text in self.text.split("\n")[line + 1 :]:
            if text.strip():
                return len(text) - len(text.lstrip(" "))
        return 0


def as_mapping(value: object) -> dict[str, object] | None:
    """Give the value back if it is a mapping of a file, else None."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def as_list(value: object) -> list[object] | None:
    """Give the value back if it is a list, else None."""
    return cast("list[object]", value) if isinstance(value, (list, tuple)) else None
