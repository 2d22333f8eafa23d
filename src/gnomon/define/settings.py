"""Reading ``gnomon.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from gnomon.define.check_shape import read_shape
from gnomon.define.entry import Entry
from gnomon.define.files import SETTINGS_FILE, read_file
from gnomon.define.project import Calendar, Settings
from gnomon.define.project_spec import ProjectToml
from gnomon.define.toml_reader import read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.base.errors import DefinitionError
    from gnomon.define.document import Document
    from gnomon.define.document import Path as Keys

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
    file = read_file(root / SETTINGS_FILE, root)
    if file.fault is not None:
        faults.append(file.fault)
    document = read_toml(file.text or "", SETTINGS_FILE)
    faults += document.faults
    entry = Entry(document=document, path=(), faults=faults, wounds=set(document.wounds))
    model = None if file.text is None or document.lost else read_shape(ProjectToml, entry, document.data)
    if model is None:
        return ReadSettings(settings=Settings(name=root.name), wounds=frozenset({("calendars",)}))
    settings, calendars = model.to_settings(entry), model.to_calendars(entry, root)
    wounds = frozenset(entry.wounds)
    return ReadSettings(settings=settings, calendars=calendars, document=document, wounds=wounds)
