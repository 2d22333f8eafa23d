"""Reading ``gnomon.toml`` as plain data with places; a line that is no TOML is left out and the rest is read."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Final

from gnomon.base.errors import DefinitionError, Location
from gnomon.define.document import Document, Mark, as_list, as_mapping

if TYPE_CHECKING:
    from gnomon.define.document import Path

__all__ = ["read_toml"]

_MOST_BROKEN: Final = 10
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)")
_HEADER = re.compile(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*(?:\]|$)")
_KEY = re.compile(r"^(\s*)([A-Za-z0-9_.\-\"' ]+?)\s*=\s*")


def read_toml(text: str, file: str) -> Document:
    r"""Read all of a TOML text that can be read; the document keeps the faults.

    Parameters
    ----------
    text, file : str
        The text, and its name in messages.

    Examples
    --------
    >>> doc = read_toml('name = "x"\nlabel = "y\nengine = 3', "gnomon.toml")
    >>> doc.data, [str(fault.where) for fault in doc.faults], str(doc.where(("engine",)))
    ({'name': 'x', 'engine': 3}, ['gnomon.toml:2:11'], 'gnomon.toml:3:10')
    """
    lines, faults = text.split("\n"), list[DefinitionError]()
    wounds: set[Path] = set()
    data, fault, line = _attempt(lines, file)
    while fault is not None:
        faults.append(fault)
        best = _without(lines, line, file) if len(faults) <= _MOST_BROKEN else None
        if best is None:
            return Document(file=file, data=None, marks={}, text=text, faults=tuple(faults), lost=(text,))
        span, (data, fault, line) = best
        wounds |= {path for n, path in _keys_by_line(lines) if n in span}
        lines = _blanked(lines, span)
    return Document(
        file=file,
        data=data,
        marks=_marks(data or {}, lines),
        text=text,
        faults=tuple(faults),
        wounds=frozenset(wounds),
    )


_Attempt = tuple[dict[str, object] | None, DefinitionError | None, int]


def _attempt(lines: list[str], file: str) -> _Attempt:
    """Data of a text, or its fault and the line, from 0, that it stands on; behind the end if none is told."""
    try:
        return tomllib.loads("\n".join(lines)), None, len(lines) + 1
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        reason = str(error).replace(place[0], "") if place else str(error)
        where = Location(file=file, line=line, column=column)
        fault = DefinitionError(f"This is no TOML: {reason}.", code="DEF-109", where=where)
        return None, fault, line - 1 if place else len(lines)


def _without(lines: list[str], line: int, file: str) -> tuple[range, _Attempt] | None:
    """Leave out the line to blame, or the one before it where a value may begin that has no end."""
    said = [n for n in range(min(line + 1, len(lines))) if lines[n].strip()]
    best: tuple[range, _Attempt] | None = None
    for start in reversed(said[-2:]):
        stop = start + 1
        if _HEADER.match(lines[start]):  # the keys of its table have no other place
            stop = next((n for n in range(stop, len(lines)) if _HEADER.match(lines[n])), len(lines))
        found = _attempt(_blanked(lines, range(start, stop)), file)
        if best is None or found[2] > best[1][2]:
            best = (range(start, stop), found)
    return best if best is not None and best[1][2] > line else None


def _blanked(lines: list[str], span: range) -> list[str]:
    return [*lines[: span.start], *([""] * len(span)), *lines[span.stop :]]


def _keys_by_line(lines: list[str]) -> list[tuple[int, Path]]:
    """Path of each table and key, with its line: the reader of the standard library does not tell them."""
    found: list[tuple[int, Path]] = []
    table: Path = ()
    items: Counter[Path] = Counter()
    for number, line in enumerate(lines):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _keys(header[1])
            if line.lstrip().startswith("[["):
                items[table] += 1
                table = (*table, items[table] - 1)
            found.append((number, table))
        elif key:
            found.append((number, (*table, *_keys(key[2]))))
    return found


def _marks(data: dict[str, object], lines: list[str]) -> dict[Path, Mark]:
    marks: dict[Path, Mark] = {}
    for number, path in _keys_by_line(lines):
        key = _KEY.match(lines[number])
        if key and not _HEADER.match(lines[number]):
            marks.setdefault(path, Mark(number, key.end(), number, len(key[1]), ""))
            continue
        column = lines[number].index("[")
        for depth in range(1, len(path) + 1):
            marks.setdefault(path[:depth], Mark(number, column, number, column, ""))
    return {path: mark for path, mark in marks.items() if _has(data, path)}


def _keys(text: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in text.split("."))


def _has(data: object, path: Path) -> bool:
    for part in path:
        items = as_list(data) if isinstance(part, int) else None
        if items is not None and isinstance(part, int):
            if part >= len(items):
                return False
            data = items[part]
            continue
        table = as_mapping(data)
        if table is None or str(part) not in table:
            return False
        data = table[str(part)]
    return True
