"""Reading ``gnomon.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from gnomon.base.errors import DefinitionError
from gnomon.define.check_shape import read_shape
from gnomon.define.document import Document, Mark, as_mapping
from gnomon.define.document import Path as Keys
from gnomon.define.entry import Entry
from gnomon.define.files import SETTINGS_FILE, read_settings_file
from gnomon.define.project import Calendar, Settings
from gnomon.define.project_spec import ProjectToml

__all__ = ["ReadSettings", "read_settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """What ``gnomon.toml`` says, the document for places in messages, and its parts at fault."""

    settings: Settings
    calendars: Mapping[str, Calendar] = field(default_factory=lambda: MappingProxyType({}))
    document: Document | None = None
    wounds: frozenset[Keys] = frozenset()


def read_settings(root: Path, faults: list[DefinitionError]) -> ReadSettings:
    """Read settings and calendars; what is wrong goes to ``faults`` and defaults stand in.

    Parameters
    ----------
    root : Path
        Folder of the project.
    faults : list of DefinitionError
        Added to.
    """
    fallback = ReadSettings(settings=Settings(name=root.name), wounds=frozenset({("calendars",)}))
    try:
        data, text = read_settings_file(root)
    except DefinitionError as error:
        faults.append(error)
        return fallback
    document = Document(file=SETTINGS_FILE, data=data, marks=_marks(data, text), text=text)
    entry = Entry(document=document, path=(), faults=faults)
    model = read_shape(ProjectToml, entry, data)
    if model is None:
        return fallback
    settings, calendars = model.to_settings(entry), model.to_calendars(entry, root)
    wounds = frozenset(entry.wounds)
    return ReadSettings(settings=settings, calendars=calendars, document=document, wounds=wounds)


_HEADER = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"^(\s*)([A-Za-z0-9_.\-\"' ]+?)\s*=\s*")


def _marks(data: dict[str, object], text: str) -> dict[Keys, Mark]:
    """Places of keys: the TOML reader of the standard library does not tell them."""
    marks: dict[Keys, Mark] = {}
    table: Keys = ()
    for number, line in enumerate(text.split("\n")):
        header = _HEADER.match(line)
        if header:
            table = _keys(header[1])
            column = line.index("[")
            for depth in range(1, len(table) + 1):
                marks.setdefault(table[:depth], Mark(number, column, number, column, ""))
            continue
        key = _KEY.match(line)
        if key:
            path = (*table, *_keys(key[2]))
            marks.setdefault(path, Mark(number, key.end(), number, len(key[1]), ""))
    return {path: mark for path, mark in marks.items() if _has(data, path)}


def _keys(text: str) -> Keys:
    return tuple(part.strip().strip("\"'") for part in text.split("."))


def _has(data: object, path: Keys) -> bool:
    for part in path:
        table = as_mapping(data)
        if table is None or str(part) not in table:
            return False
        data = table[str(part)]
    return True
