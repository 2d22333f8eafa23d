"""One reading of a project: its files become a model, with all that is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from gnomon.base.errors import DefinitionError, Location
from gnomon.define.check_shape import read_shape
from gnomon.define.document import Alternative, Document, as_list, as_mapping
from gnomon.define.document import Path as Keys
from gnomon.define.entry import Entry
from gnomon.define.event_spec import EventYaml
from gnomon.define.files import TextFile
from gnomon.define.metric_spec import read_metric
from gnomon.define.parse import read_document
from gnomon.define.project import Driver, Goal, Model, OracleCase, SavedQuestion
from gnomon.define.project_spec import CaseYaml, DriverYaml, GoalYaml, QuestionYaml
from gnomon.define.relation import MetricRelation
from gnomon.define.relation_spec import RelationYaml
from gnomon.define.rules import ANY_NAME, Place
from gnomon.define.sections import SECTIONS, as_meant
from gnomon.define.settings import read_settings
from gnomon.define.source import Source
from gnomon.define.source_spec import SourceYaml
from gnomon.define.unread import Unread, unread_file, unread_text
from gnomon.define.validate import find_faults
from gnomon.define.yaml_builder import UNREADABLE
from gnomon.records.event import Event

__all__ = ["Reading"]

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_MAX_NAME = 120

Record = TypeVar("Record")
_Body = tuple[Document, object]


@dataclass(slots=True)
class Reading:
    """State of one reading: what was found so far and where.

    Attributes
    ----------
    files : tuple of TextFile
        All YAML files of the project.
    turn : int
        Which body is taken where a name or key is given several times.
    wounds : set of Place
        Parts at fault: ``(section, name, key, …)``, with a star for the name where a section may hold any.
    unread : list of Unread
        Text that may hold names.
    alternatives : list of (str, Alternative)
        Files and places of what is given several times.
    """

    root: Path
    files: tuple[TextFile, ...]
    turn: int = 0
    faults: list[DefinitionError] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[Document, Keys]] = field(default_factory=dict)
    wounds: set[Place] = field(default_factory=set[Place])
    unread: list[Unread] = field(default_factory=list[Unread])
    alternatives: list[tuple[str, Alternative]] = field(default_factory=list[tuple[str, Alternative]])

    def judge(self) -> Model:
        """Read the model, and find all that is wrong with it."""
        model = self.model()
        self.faults += find_faults(
            model, locate=self.where, wounds=frozenset(self.wounds), unread=tuple(self.unread)
        )
        return model

    def model(self) -> Model:
        """Records of all sections, whatever is wrong with some."""
        read = read_settings(self.root, self.faults)
        self.wounds |= {wound for wound in read.wounds if wound[:1] == ("calendars",)}
        if read.document is not None:
            self.places |= {("calendars", n): (read.document, ("calendars", n)) for n in read.calendars}
            self.places |= {("watch", key): (read.document, ("watch", key)) for key in ("metrics", "by")}
            windows = range(len(read.settings.notices.maintenance))
            self.places |= {("maintenance", str(n)): (read.document, ("maintenance", n)) for n in windows}
        for file in self.files:
            self.open(file)
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
            events=self.listed("events", self.event),
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

    def open(self, file: TextFile) -> None:
        """Read a file into a document, as far as that goes."""
        if file.fault is not None:
            self.faults.append(file.fault)
        if file.text is None:
            self.unread.append(unread_file(file.path))
            return
        document = as_meant(read_document(file.text, file.shown, turn=self.turn))
        self.faults += document.faults
        self.unread += map(unread_text, document.lost)
        self.alternatives += [(file.shown, one) for one in document.alternatives]
        self.wounds |= {(str(w[0]), ANY_NAME) for w in document.wounds if w[:1] == w and w[0] in SECTIONS}
        if document.data is not None and as_mapping(document.data) is None and not document.lost:
            self.entry(document).report(
                f"A file is a mapping with keys among: {', '.join(SECTIONS)}.", "DEF-112"
            )
            self.unread.append(unread_text(file.text))
        self.documents.append(document)

    def entry(self, document: Document, *path: str | int) -> Entry:
        """Make the part of a document that readers report to."""
        return Entry(document=document, path=path, faults=self.faults, wounds=set(document.wounds))

    def named(
        self, section: str, read: Callable[[Entry, str, object], Record | None]
    ) -> Mapping[str, Record]:
        """Records of a section, each under its name."""
        found: dict[str, Record] = {}
        for name, bodies in self.bodies(section).items():
            self.check_name(section, name, [document for document, _ in bodies])
            document, body = bodies[min(self.turn, len(bodies) - 1)]
            entry = self.entry(document, section, name)
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
        depth = len(entry.path)
        self.wounds |= {(section, name, *w[depth:]) for w in entry.wounds if w[:depth] == entry.path}

    def bodies(self, section: str) -> dict[str, list[_Body]]:
        """All bodies that each name of a section has."""
        found: dict[str, list[_Body]] = {}
        for document in self.documents:
            held = as_mapping((as_mapping(document.data) or {}).get(section)) or {}
            for name, body in held.items():
                if UNREADABLE not in name:
                    found.setdefault(name, []).append((document, body))
        return found

    def check_name(self, section: str, name: str, documents: list[Document]) -> None:
        """Report what is no name, and a name that is given again."""
        for turn, document in enumerate(documents):
            entry = self.entry(document, section, name)
            if not _is_name(name):
                message = (
                    f"{name!r} is no name. Use a to z, 0 to 9 and single _, a letter first,"
                    f" {_MAX_NAME} signs at most."
                )
                entry.report(message, "DEF-113", key=True, about=())
            if turn:
                first = documents[0].where((section, name), key=True)
                noun = section.removesuffix("s")
                message = f"There is already a {noun} {name!r} in {first}. Give one another name."
                entry.report(message, "DEF-114", key=True, about=())
            if len(documents) > 1:
                place = entry.where(key=True)
                end = document.ends.get((section, name), (place.line, 0))
                span = ((place.line, place.column), (end[0] + 1, end[1] + 1))
                self.alternatives.append((document.file, Alternative(*span, turn, len(documents))))

    def listed(self, section: str, read: Callable[[Entry, object], Record | None]) -> tuple[Record, ...]:
        """Records of a section that is a list."""
        found: list[Record] = []
        for document in self.documents:
            data = as_list((as_mapping(document.data) or {}).get(section))
            entry = self.entry(document, section)
            for index, body in enumerate(data or []):
                position = str(len(found))
                self.places[section, position] = (document, (section, index))
                item = replace(entry.below(index), wounds=set(document.wounds))
                record = read(item, body)
                if record is not None:
                    found.append(record)
                    self.keep_wounds(item, section, position)
        return tuple(found)

    def source(self, entry: Entry, name: str, body: object) -> Source | None:
        """Read the body of a source."""
        model = read_shape(SourceYaml, entry, body)
        if model is None:
            return None
        for part in ("entities", "dimensions"):
            for key in getattr(model, part):
                if not _is_name(key):
                    message = f"{key!r} is no name. Use a to z, 0 to 9 and single _."
                    entry.report(message, "DEF-113", part, key, key=True, about=())
        return model.to_source(entry, name, self.root)

    def goal(self, entry: Entry, name: str, body: object) -> Goal | None:
        """Read the body of a goal."""
        model = read_shape(GoalYaml, entry, body)
        return None if model is None else model.to_goal(entry, name)

    def question(self, entry: Entry, name: str, body: object) -> SavedQuestion | None:
        """Read the body of a saved question."""
        model = read_shape(QuestionYaml, entry, body)
        return None if model is None else model.to_question(entry, name)

    def relation(self, entry: Entry, name: str, body: object) -> MetricRelation | None:
        """Read the body of a relation."""
        model = read_shape(RelationYaml, entry, body)
        return None if model is None else model.to_relation(entry, name)

    def driver(self, entry: Entry, body: object) -> Driver | None:
        """Read an item of the drivers."""
        model = read_shape(DriverYaml, entry, body)
        return None if model is None else model.to_driver(entry)

    def event(self, entry: Entry, body: object) -> Event | None:
        """Read an event."""
        model = read_shape(EventYaml, entry, body)
        return None if model is None else model.to_event(entry)

    def case(self, entry: Entry, body: object) -> OracleCase | None:
        """Read an oracle case."""
        model = read_shape(CaseYaml, entry, body)
        return None if model is None else model.to_case(entry)


def _is_name(name: str) -> bool:
    return _NAME.match(name) is not None and "__" not in name and len(name) <= _MAX_NAME
