"""Reading a project: its files become one checked model, or one list of all their faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from gnomon.base.errors import DefinitionError, Location, ProjectErrors
from gnomon.define.check_shape import read_shape, report_unknown_key
from gnomon.define.document import Document, as_list, as_mapping
from gnomon.define.document import Path as Keys
from gnomon.define.entry import Entry
from gnomon.define.files import find_root, list_files, read_yaml
from gnomon.define.metric_spec import read_metric
from gnomon.define.project import Driver, Goal, Model, OracleCase, SavedQuestion
from gnomon.define.project_spec import CaseYaml, DriverYaml, GoalYaml, QuestionYaml
from gnomon.define.relation import MetricRelation
from gnomon.define.relation_spec import RelationYaml
from gnomon.define.rules import ANY_NAME, Place
from gnomon.define.settings import read_settings
from gnomon.define.source import Source
from gnomon.define.source_spec import SourceYaml
from gnomon.define.validate import find_faults, in_order

__all__ = ["SECTIONS", "load_model"]

SECTIONS = ("sources", "metrics", "goals", "drivers", "relations", "questions", "cases")
_LISTS = ("drivers", "cases")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_MAX_NAME = 120

Record = TypeVar("Record")


def load_model(path: str | Path) -> Model:
    """Load the project in a folder, or around a folder or file.

    Parameters
    ----------
    path : str or Path
        The project's folder or anything inside it.

    Raises
    ------
    DefinitionError
        DEF-101 if there is no project.
    ProjectErrors
        Everything that is wrong with it, in order of file and line.
    """
    root = find_root(Path(path))
    reading = _Reading(root=root)
    model = reading.model()
    reading.faults.extend(find_faults(model, locate=reading.where, wounds=frozenset(reading.wounds)))
    if reading.faults:
        raise ProjectErrors(in_order(reading.faults))
    return model


@dataclass(slots=True)
class _Reading:
    """State of one reading: what was found so far and where.

    Attributes
    ----------
    wounds : set of Place
        Parts at fault: ``(section, name, key, …)``, with a star for the name where a section may hold any.
    """

    root: Path
    faults: list[DefinitionError] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[Document, Keys]] = field(default_factory=dict)
    wounds: set[Place] = field(default_factory=set[Place])

    def model(self) -> Model:
        read = read_settings(self.root, self.faults)
        self.wounds |= {wound for wound in read.wounds if wound[:1] == ("calendars",)}
        if read.document is not None:
            self.places |= {("calendars", n): (read.document, ("calendars", n)) for n in read.calendars}
        for path in list_files(self.root):
            try:
                self.documents.append(read_yaml(path, self.root))
            except DefinitionError as error:
                self.faults.append(error)
                self.wounds |= {(section, ANY_NAME) for section in SECTIONS}  # it may have held any name
        for document in self.documents:
            self.check_sections(document)
        return Model(
            root=self.root,
            settings=read.settings,
            calendars=MappingProxyType(dict(read.calendars)),
            sources=self.named("sources", self.source),
            metrics=self.named("metrics", read_metric),
            goals=self.named("goals", self.goal),
            saved=self.named("questions", self.question),
            drivers=self.listed("drivers", self.driver),
            relations=self.named("relations", self.relation),
            cases=self.listed("cases", self.case),
        )

    def where(self, place: Keys, inside: tuple[int, int] | None = None) -> Location | None:
        """Place of a part of a definition, for messages about the finished model."""
        section, name, *keys = (str(place[0]), str(place[1]), *place[2:])
        document, path = self.places.get((section, name), (None, ()))
        if document is None:
            return None
        full = (*path, *keys)
        return document.where(full, key=not keys) if inside is None else document.where_inside(full, *inside)

    def check_sections(self, document: Document) -> None:
        entry = Entry(document=document, path=(), faults=self.faults)
        if document.data is None:
            return
        data = as_mapping(document.data)
        if data is None:
            entry.report(f"A file is a mapping with keys among: {', '.join(SECTIONS)}.", "DEF-112")
            self.wounds |= {(section, ANY_NAME) for section in SECTIONS}
            return
        for key in data:
            if key not in SECTIONS:
                report_unknown_key(entry, (key,), SECTIONS)
        self.wounds |= {(*wound, ANY_NAME) for wound in entry.wounds if wound[0] in SECTIONS}

    def named(
        self, section: str, read: Callable[[Entry, str, object], Record | None]
    ) -> Mapping[str, Record]:
        found: dict[str, Record] = {}
        for document in self.documents:
            for name, body in self.bodies(document, section):
                entry = Entry(document=document, path=(section, name), faults=self.faults)
                if not self.is_name_free(entry, section, name):
                    read(entry, name, body)  # its other faults show; names lead to the first of them
                    continue
                self.places[section, name] = (document, (section, name))
                record = read(entry, name, body)
                self.keep_wounds(entry, section, name)
                if record is not None:
                    found[name] = record
                else:
                    self.wounds.add((section, name))
        return MappingProxyType(found)

    def keep_wounds(self, entry: Entry, section: str, name: str) -> None:
        """Keep the parts of a body at fault, as the rules name them."""
        self.wounds |= {(section, name, *wound[len(entry.path) :]) for wound in entry.wounds}

    def bodies(self, document: Document, section: str) -> list[tuple[str, object]]:
        body = (as_mapping(document.data) or {}).get(section)
        if body is None:
            return []
        data = as_mapping(body)
        if data is None:
            entry = Entry(document=document, path=(section,), faults=self.faults)
            entry.report(f"`{section}` is a mapping from names to bodies.", "DEF-112")
            self.wounds.add((section, ANY_NAME))
            return []
        return list(data.items())

    def is_name_free(self, entry: Entry, section: str, name: str) -> bool:
        if not _NAME.match(name) or "__" in name or len(name) > _MAX_NAME:
            entry.report(
                f"{name!r} is no name. Use a to z, 0 to 9 and single _, a letter first,"
                f" {_MAX_NAME} signs at most.",
                "DEF-113",
                key=True,
                about=(),
            )
        first = self.places.get((section, name))
        if first is not None:
            place = first[0].where(first[1], key=True)
            noun = section.removesuffix("s")
            entry.report(
                f"There is already a {noun} {name!r} in {place}. Give one another name.",
                "DEF-114",
                key=True,
                about=(),
            )
            return False
        return True

    def listed(self, section: str, read: Callable[[Entry, object], Record | None]) -> tuple[Record, ...]:
        found: list[Record] = []
        for document in self.documents:
            whole = (as_mapping(document.data) or {}).get(section)
            data = as_list(whole)
            entry = Entry(document=document, path=(section,), faults=self.faults)
            if whole is not None and data is None:
                entry.report(f"`{section}` is a list; begin each of its items with a dash.", "DEF-112")
                continue
            for index, body in enumerate(data or []):
                position = str(len(found))
                self.places[section, position] = (document, (section, index))
                item = replace(entry.below(index), wounds=set[Keys]())
                record = read(item, body)
                if record is not None:
                    found.append(record)
                    self.keep_wounds(item, section, position)
        return tuple(found)

    def source(self, entry: Entry, name: str, body: object) -> Source | None:
        model = read_shape(SourceYaml, entry, body)
        if model is None:
            return None
        for part in ("entities", "dimensions"):
            for key in getattr(model, part):
                if not _NAME.match(key) or "__" in key or len(key) > _MAX_NAME:
                    message = f"{key!r} is no name. Use a to z, 0 to 9 and single _."
                    entry.report(message, "DEF-113", part, key, key=True, about=())
        return model.to_source(entry, name, self.root)

    def goal(self, entry: Entry, name: str, body: object) -> Goal | None:
        model = read_shape(GoalYaml, entry, body)
        return None if model is None else model.to_goal(entry, name)

    def question(self, entry: Entry, name: str, body: object) -> SavedQuestion | None:
        model = read_shape(QuestionYaml, entry, body)
        return None if model is None else model.to_question(entry, name)

    def relation(self, entry: Entry, name: str, body: object) -> MetricRelation | None:
        model = read_shape(RelationYaml, entry, body)
        return None if model is None else model.to_relation(entry, name)

    def driver(self, entry: Entry, body: object) -> Driver | None:
        model = read_shape(DriverYaml, entry, body)
        return None if model is None else model.to_driver(entry)

    def case(self, entry: Entry, body: object) -> OracleCase | None:
        model = read_shape(CaseYaml, entry, body)
        return None if model is None else model.to_case(entry)
