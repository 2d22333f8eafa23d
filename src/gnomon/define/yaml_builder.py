"""Plain data from the events of a YAML parser; what a project has no use for is noted and left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol, cast

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from gnomon.base.errors import DefinitionError, Location
from gnomon.define.document import Alternative, Mark, Path, as_list, as_mapping
from gnomon.define.scalars import read_plain

__all__ = ["MAX_DEPTH", "UNREADABLE", "YamlBuilder"]

MAX_DEPTH: Final = 32
UNREADABLE: Final = "\ufffd"  # stands for what is no text
_MAX_DIGITS = 400
_NAMED = 2  # keys that lead to a body: its section and its name
_Point = tuple[int, int]


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


def _kind(event: _Event) -> object:
    return type(event)


@dataclass(slots=True, kw_only=True)
class YamlBuilder:
    """Turns the text of one file into plain data and marks.

    Attributes
    ----------
    turn : int
        Which value is taken where a key stands several times: the first is 0; the last where there are fewer.
    faults : list of DefinitionError
        What was left out, and why.
    wounds : set of path
        Parts that are unclear for that reason.
    open_line : int
        Line, from 0, on which the body in work begins.
    """

    file: str
    turn: int = 0
    marks: dict[Path, Mark] = field(default_factory=dict[Path, Mark])
    faults: list[DefinitionError] = field(default_factory=list)
    wounds: set[Path] = field(default_factory=set[Path])
    open_line: int = 0
    _events: Iterator[_Event] = field(default_factory=lambda: iter(()))
    _spans: dict[Path, list[tuple[_Point, _Point]]] = field(
        default_factory=dict[Path, "list[tuple[_Point, _Point]]"]
    )
    _documents: int = 0
    _anchors: set[str] = field(default_factory=set[str])

    def read(self, text: str) -> object:
        """Give the data of a text.

        Raises
        ------
        YAMLError
            If the text is no YAML.
        DefinitionError
            DEF-107 if it is nested too deep.
        """
        self._events = cast("Iterator[_Event]", YAML(typ="safe", pure=True).parse(text))  # pyright: ignore[reportUnknownMemberType] # the library has no types
        data: object = None
        for event in self._events:
            if _kind(event) is not DocumentStartEvent:
                continue
            self._documents += 1
            if self._documents > 1:
                message = "A file holds one YAML document. Split it into several files."
                self._report(event, message, "DEF-106")
            root = self._next()
            held = as_mapping(data)
            if held is not None and _kind(root) is MappingStartEvent:
                self._mapping((), held)
            elif self._documents == 1:
                data = self._value((), root, None)
            else:
                self._unread(root)
        return data

    def _next(self) -> _Event:
        return next(self._events)

    def _value(self, path: Path, event: _Event, key: _Point | None) -> object:
        kind = _kind(event)
        start = _point(event)
        key_line, key_column = key or start
        style = (event.style or "") if kind is ScalarEvent else ""
        self.marks[path] = Mark(*start, key_line, key_column, style)
        if len(path) > MAX_DEPTH:
            raise self._fault(event, f"Nested deeper than {MAX_DEPTH} levels.", "DEF-107")
        self._check_features(path, event)
        if kind is AliasEvent:
            return None
        if kind is ScalarEvent:
            return self._scalar(path, event)
        return self._mapping(path, {}) if kind is MappingStartEvent else self._sequence(path, [])

    def _check_features(self, path: Path, event: _Event) -> None:
        if _kind(event) is AliasEvent:
            self.wounds.add(path)
            if event.anchor not in self._anchors:
                self._report(event, "YAML aliases (*name) are not used here. Write the value out.", "DEF-106")
            return
        if event.anchor is not None:
            self._anchors.add(event.anchor)
            self._report(event, "YAML anchors (&name) are not used here. Write the value out.", "DEF-106")
        tag = str(event.ctag)
        if tag not in ("None", "!"):
            if _kind(event) is ScalarEvent:
                self.wounds.add(path)
            self._report(event, f"YAML tags ({tag}) are not used here. Take it away.", "DEF-106")

    def _mapping(self, path: Path, found: dict[str, object]) -> dict[str, object]:
        before: tuple[str, _Point] | None = None
        for event in self._events:
            if before is not None:
                self._spans.setdefault((*path, before[0]), []).append((before[1], _point(event)))
            if _kind(event) is MappingEndEvent:
                break
            before = None
            if _kind(event) is not ScalarEvent:
                self._report(event, "A key is a plain word.", "DEF-105")
                self.wounds.add(path)
                self._unread(event)
                self._unread(self._next())
                continue
            if len(path) < _NAMED:
                self.open_line = event.start_mark.line
            if self._pair(path, event, found):
                before = (event.value, _point(event))
        return found

    def _pair(self, path: Path, event: _Event, found: dict[str, object]) -> bool:
        """Read a key and its value; False if it is part of one that stands before it."""
        name, value, below = event.value, self._next(), (*path, event.value)
        if name == "<<" and _kind(value) is AliasEvent:
            self._check_features(path, value)
            return False
        if UNREADABLE in name:
            self.wounds.add(below)
        if name not in found:
            found[name] = self._value(below, value, _point(event))
            return True
        if not path and self._documents > 1:
            if not self._merge(below, value, found[name]):
                self._unread(value)
            return False
        spans = self._spans.get(below, [])
        line = spans[0][0][0] if spans else self.marks[below].key_line
        self._report(event, f"{name!r} stands twice; first in line {line + 1}. Keep one of them.", "DEF-108")
        if not path and self._merge(below, value, found[name]):
            return False
        if len(spans) <= self.turn:
            for held in [key for key in self.marks if key[: len(below)] == below]:
                del self.marks[held]
            self.wounds -= {key for key in self.wounds if key[: len(below)] == below}
            found[name] = self._value(below, value, _point(event))
        else:
            self._unread(value)
        return True

    def alternatives(self) -> tuple[Alternative, ...]:
        """Values of keys that stand several times."""
        return tuple(
            Alternative(_from_one(start), _from_one(end), turn, len(given))
            for given in self._spans.values()
            if len(given) > 1
            for turn, (start, end) in enumerate(given)
        )

    def ends(self) -> dict[Path, _Point]:
        """Where each section, and each body in it, is over; counted from 0."""
        return {
            path: given[min(self.turn, len(given) - 1)][1]
            for path, given in self._spans.items()
            if len(path) <= _NAMED
        }

    def _merge(self, path: Path, event: _Event, held: object) -> bool:
        """Add a section that stands twice to the first of them; False if they are not of one shape."""
        mapping, items = as_mapping(held), as_list(held)
        if mapping is not None and _kind(event) is MappingStartEvent:
            self._mapping(path, mapping)
        elif items is not None and _kind(event) is SequenceStartEvent:
            self._sequence(path, items)
        else:
            return False
        return True

    def _unread(self, event: _Event) -> None:
        """Pass over a value; what is wrong with it as YAML is noted all the same."""
        marks, spans, wounds = self.marks, self._spans, self.wounds
        self.marks, self._spans, self.wounds = {}, {}, set()
        self._value(("?",) * (_NAMED + 1), event, None)
        self.marks, self._spans, self.wounds = marks, spans, wounds

    def _sequence(self, path: Path, found: list[object]) -> list[object]:
        for event in self._events:
            if _kind(event) is SequenceEndEvent:
                break
            if len(path) < _NAMED:
                self.open_line = event.start_mark.line
            found.append(self._value((*path, len(found)), event, None))
        return found

    def _scalar(self, path: Path, event: _Event) -> object:
        text = event.value
        if UNREADABLE in text:
            self.wounds.add(path)
        if event.style:
            if event.style == '"' and any("\ud800" <= sign <= "\udfff" for sign in text):
                self._report(event, "Half a pair of UTF-16 signs is no text.", "DEF-112")
                self.wounds.add(path)
            return text
        if len(text) > _MAX_DIGITS and text[0] in "0123456789+-.":
            message = f"A number of {len(text)} signs is too long; put text in quotes."
            self._report(event, message, "DEF-112")
            self.wounds.add(path)
            return None
        return read_plain(text)

    def _report(self, event: _Event, message: str, code: str) -> None:
        self.faults.append(self._fault(event, message, code))

    def _fault(self, event: _Event, message: str, code: str) -> DefinitionError:
        line, column = _from_one(_point(event))
        return DefinitionError(message, code=code, where=Location(file=self.file, line=line, column=column))


def _point(event: _Event) -> _Point:
    return event.start_mark.line, event.start_mark.column


def _from_one(point: _Point) -> _Point:
    return point[0] + 1, point[1] + 1
