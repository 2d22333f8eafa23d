"""A YAML file as plain data, with the line and column of every key and value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from gnomon.base.errors import DefinitionError, Location

__all__ = [
    "MAX_DEPTH",
    "Document",
    "Mark",
    "Path",
    "as_list",
    "as_mapping",
    "is_plain_text",
    "parse_document",
]

MAX_DEPTH = 32
_MAX_DIGITS = 400

Path = tuple[str | int, ...]


class Mark(NamedTuple):
    """Where a value stands and where its key stands; all count from 0."""

    line: int
    column: int
    key_line: int
    key_column: int
    style: str


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
    """

    file: str
    data: object
    marks: Mapping[Path, Mark]
    text: str

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


def parse_document(text: str, file: str) -> Document:
    """Read YAML 1.2 text; what a project has no use for is refused.

    Parameters
    ----------
    text : str
        The file's text.
    file : str
        Its name in messages.

    Raises
    ------
    DefinitionError
        DEF-105 no YAML, DEF-106 aliases, tags or several documents, DEF-107 too deep, DEF-108 a key twice.

    Examples
    --------
    >>> doc = parse_document("metrics: {plays: {kind: count}}", "m.yml")
    >>> doc.data, str(doc.where(("metrics", "plays", "kind")))
    ({'metrics': {'plays': {'kind': 'count'}}}, 'm.yml:1:25')
    """
    builder = _Builder(file)
    try:
        data = builder.read(cast("Iterator[_Event]", YAML(typ="safe", pure=True).parse(text)))  # pyright: ignore[reportUnknownMemberType] # the library has no types
    except MarkedYAMLError as error:
        marked = cast("_Marked", error)
        mark = marked.problem_mark or marked.context_mark
        where = (
            Location(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Location(file=file)
        )
        raise DefinitionError(_syntax_message(marked), code="DEF-105", where=where) from None
    except YAMLError as error:
        reason = str(error).splitlines()[0]
        raise DefinitionError(
            f"This is no YAML: {reason}.", code="DEF-105", where=Location(file=file)
        ) from None
    return Document(file=file, data=data, marks=builder.marks, text=text)


def _syntax_message(error: _Marked) -> str:
    problem = (error.problem or "it cannot be read").strip()
    if "'\\t'" in problem:
        return "A tab stands where YAML wants spaces. Indent with spaces."
    context = f" {error.context.strip()}," if error.context else ""
    return f"This is no YAML:{context} {problem}."


class _Place(Protocol):
    """The part of the library's marks that is used here."""

    line: int
    column: int


class _Event(Protocol):
    """The part of the library's events that is used here; not every event has all of it."""

    start_mark: _Place
    value: str
    style: str | None
    anchor: str | None
    ctag: object


class _Marked(Protocol):
    """The part of the library's errors that is used here."""

    problem: str | None
    context: str | None
    problem_mark: _Place | None
    context_mark: _Place | None


def _kind(event: _Event) -> object:
    return type(event)


class _Builder:
    """Turns parser events into plain data and marks."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: dict[Path, Mark] = {}
        self.events: Iterator[_Event] = iter(())

    def read(self, events: Iterator[_Event]) -> object:
        self.events = events
        data: object = None
        documents = 0
        for event in events:
            if _kind(event) is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.refuse(
                        event, "A file holds one YAML document. Split it into several files.", "DEF-106"
                    )
                data = self.value((), next(events), None)
        return data

    def value(self, path: Path, event: _Event, key: tuple[int, int] | None) -> object:
        kind = _kind(event)
        if kind is AliasEvent:
            self.refuse(event, "YAML aliases (*name) are not used here. Write the value out.", "DEF-106")
        if event.anchor is not None:
            self.refuse(event, "YAML anchors (&name) are not used here. Write the value out.", "DEF-106")
        tag = str(event.ctag)
        if tag not in ("None", "!"):
            self.refuse(event, f"YAML tags ({tag}) are not used here. Take it away.", "DEF-106")
        if len(path) > MAX_DEPTH:
            self.refuse(event, f"Nested deeper than {MAX_DEPTH} levels.", "DEF-107")
        start = event.start_mark
        line, column = start.line, start.column
        key_line, key_column = key or (line, column)
        style = (event.style or "") if kind is ScalarEvent else ""
        self.marks[path] = Mark(line, column, key_line, key_column, style)
        if kind is ScalarEvent:
            return self.scalar(event)
        return self.mapping(path) if kind is MappingStartEvent else self.sequence(path)

    def mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for event in self.events:
            if _kind(event) is MappingEndEvent:
                break
            if _kind(event) is not ScalarEvent:
                self.refuse(event, "A key is a plain word.", "DEF-105")
            name = event.value
            below = (*path, name)
            place = (event.start_mark.line, event.start_mark.column)
            if name in found:
                first = self.marks[below]
                message = f"{name!r} stands twice; first in line {first.key_line + 1}. Keep one of them."
                self.refuse(event, message, "DEF-108")
            found[name] = self.value(below, next(self.events), place)
        return found

    def sequence(self, path: Path) -> list[object]:
        found: list[object] = []
        for event in self.events:
            if _kind(event) is SequenceEndEvent:
                break
            found.append(self.value((*path, len(found)), event, None))
        return found

    def scalar(self, event: _Event) -> object:
        text = event.value
        if event.style:
            if event.style == '"' and any("\ud800" <= sign <= "\udfff" for sign in text):
                self.refuse(event, "Half a pair of UTF-16 signs is no text.", "DEF-112")
            return text
        if len(text) > _MAX_DIGITS and text[0] in "0123456789+-.":
            self.refuse(event, f"A number of {len(text)} signs is too long; put text in quotes.", "DEF-112")
        return _plain(text)

    def refuse(self, event: _Event, message: str, code: str) -> None:
        mark = event.start_mark
        where = Location(file=self.file, line=mark.line + 1, column=mark.column + 1)
        raise DefinitionError(message, code=code, where=where)


# The core schema of YAML 1.2.2, section 10.3.2: no yes/no, no dates, no base 60.
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_INT = re.compile(r"0o([0-7]+)\Z|0x([0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_INF = re.compile(r"[-+]?\.(inf|Inf|INF)\Z")
_NAN = frozenset((".nan", ".NaN", ".NAN"))


def _plain(text: str) -> object:
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if text[0] not in "0123456789+-.":
        return text
    return _number(text)


def is_plain_text(text: str) -> bool:
    """Whether text without quotes is read as that text again, not as a number, a truth or nothing."""
    is_text = bool(text) and isinstance(_plain(text), str) and text.isprintable() and text == text.strip()
    # In a list on one line YAML takes what follows the question mark on its own: ``[?*]`` is an alias.
    return is_text and not text.startswith("?")


def _number(text: str) -> object:
    if _INT.match(text):
        return int(text)
    other = _OTHER_INT.match(text)
    if other:
        return int(other[1], 8) if other[1] else int(other[2], 16)
    if _FLOAT.match(text):
        return float(text)
    if _INF.match(text):
        return float(text.replace(".", ""))
    return float("nan") if text in _NAN else text
