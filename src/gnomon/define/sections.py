"""Sections written in another shape or under another word than they have: read as they were meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gnomon.base.errors import DefinitionError, nearest_hint, nearest_names
from gnomon.define.document import as_list, as_mapping
from gnomon.define.source_spec import SourceYaml

if TYPE_CHECKING:
    from gnomon.define.document import Document, Mark, Path

__all__ = ["LISTS", "SECTIONS", "as_meant"]

SECTIONS: Final = ("sources", "metrics", "goals", "drivers", "relations", "questions", "events", "cases")
LISTS: Final = {
    "drivers": ("metric", "driver"),
    "events": ("start", "name", "end"),
    "cases": ("question", "sql", "name"),
}
# Parts of a body: those that give names, and those that are lists of named bodies, with keys of an item.
_NAMED = {"sources": ("entities", "dimensions"), "metrics": ("inputs",)}
_LISTED = {"metrics": {"steps": ("name", "where")}, "goals": {"targets": ("by", "value")}}
_NAME_OF_ITEM = {"cases": "name", "events": "name", "steps": "name", "targets": "by"}


def as_meant(document: Document, sections: tuple[str, ...] = SECTIONS) -> Document:
    r"""Give a document whose sections and parts have the shapes that the models take; what differs is a fault.

    Parameters
    ----------
    document : Document
        As read from a file.
    sections : tuple of str
        Words that may stand at its top.

    Examples
    --------
    >>> from gnomon.define.parse import read_document
    >>> doc = as_meant(read_document("metrcs:\n  - {name: plays, kind: count}", "m.yml"))
    >>> doc.data, [fault.code for fault in doc.faults]
    ({'metrics': {'plays': {'kind': 'count'}}}, ['DEF-110'])
    """
    data = as_mapping(document.data)
    if data is None:
        return document
    work = _Work(
        document=document, marks=dict(document.marks), faults=[], wounds=set(document.wounds), lost=[]
    )
    work.sections(data, sections)
    return replace(
        document,
        marks=work.marks,
        faults=(*document.faults, *work.faults),
        wounds=frozenset(work.wounds),
        lost=(*document.lost, *work.lost),
    )


@dataclass(slots=True, kw_only=True)
class _Work:
    """Marks, faults, wounds and lost text of a document that is changed in place."""

    document: Document
    marks: dict[Path, Mark]
    faults: list[DefinitionError]
    wounds: set[Path]
    lost: list[str]

    def sections(self, data: dict[str, object], known: tuple[str, ...]) -> None:
        for key in [key for key in data if key not in known]:
            self.rename(data, key, known)
        for section in known:
            if section not in data or data[section] is None:
                continue
            if section in LISTS:
                self.to_list(data, (), section, LISTS[section])
                continue
            if section in SECTIONS:
                self.to_mapping(data, (), section)
            for name, body in (as_mapping(data.get(section)) or {}).items():
                self.body(section, name, body)

    def body(self, section: str, name: str, body: object) -> None:
        held = as_mapping(body) or {}
        if section == "sources":
            self.rename_parts(held, (section, name))
        for part in _NAMED.get(section, ()):
            if as_list(held.get(part)) is not None:
                self.to_mapping(held, (section, name), part)
        for part, keys in _LISTED.get(section, {}).items():
            if as_mapping(held.get(part)) is not None:
                self.to_list(held, (section, name), part, keys)

    def rename_parts(self, held: dict[str, object], path: Path) -> None:
        """Read names of a source under the key that was meant: without them nothing could be said of others."""
        for key in [key for key in held if key not in SourceYaml.model_fields]:
            near = nearest_names(key, SourceYaml.model_fields)[:1]
            if near and near[0] in _NAMED["sources"] and near[0] not in held:
                hint = nearest_hint(key, SourceYaml.model_fields)
                where = replace(self.document, marks=self.marks).where((*path, key), key=True)
                self.faults.append(
                    DefinitionError(f"Unknown key {key!r}. {hint}", code="DEF-110", where=where)
                )
                held[near[0]] = held.pop(key)
                self.move((*path, key), (*path, near[0]))

    def rename(self, data: dict[str, object], key: str, known: tuple[str, ...]) -> None:
        hint = nearest_hint(key, known, otherwise=f"Keys here: {', '.join(known)}.")
        where = self.document.where((key,), key=True)
        if (key,) not in self.wounds:
            self.faults.append(DefinitionError(f"Unknown key {key!r}. {hint}", code="DEF-110", where=where))
        body = data.pop(key)
        near = [name for name in nearest_names(key, known) if name not in data]
        if near:
            data[near[0]] = body
            self.wounds.add(("?", near[0]))  # its shape is not judged
            self.move((key,), (near[0],))
        else:
            self.lose(body)

    def to_mapping(self, holder: dict[str, object], around: Path, key: str) -> None:
        """Turn a list of bodies into a mapping from names to bodies."""
        path, items = (*around, key), as_list(holder[key])
        if items is None:
            if as_mapping(holder[key]) is None and not around:
                self.misshapen(path, f"`{key}` is a mapping from names to bodies.")
                self.lose(holder.pop(key))
            return
        self.misshapen(
            path, f"`{key}` is a mapping from names to bodies, not a list. Write `name:` for each dash."
        )
        found: dict[str, object] = {}
        for index, item in enumerate(items):
            named = _named(item)
            if named is None or named[0] in found:
                self.wounds.add((*path, "?"))
                self.lose(item)
                continue
            name, found[named[0]], inner = named
            self.move((*path, index, *inner), (*path, name))
            if item == name:
                self.wounds.add((*path, name, "grain"))  # a bare name says nothing about it
        holder[key] = found

    def to_list(self, holder: dict[str, object], around: Path, key: str, keys: tuple[str, ...]) -> None:
        """Turn a mapping of bodies into a list of them, or one body into a list of one."""
        path, bodies = (*around, key), as_mapping(holder[key])
        if bodies is None:
            if as_list(holder[key]) is None:
                self.misshapen(path, f"`{key}` is a list; begin each of its items with a dash.")
                del holder[key]
            return
        self.misshapen(path, f"`{key}` is a list; begin each of its items with a dash.")
        if bodies.keys() & set(keys):
            self.move(path, (*path, 0))
            holder[key] = [bodies]
            return
        noun = _NAME_OF_ITEM.get(key)
        found: list[object] = []
        for name, body in bodies.items():
            item = as_mapping(body)
            self.move((*path, name), (*path, len(found)))
            found.append({noun: name, **item} if noun and item is not None else body)
        holder[key] = found

    def misshapen(self, path: Path, message: str) -> None:
        if ("?", path[0]) not in self.wounds and not any(
            path[:n] in self.wounds for n in range(1, len(path) + 1)
        ):
            self.faults.append(
                DefinitionError(
                    message, code="DEF-112", where=replace(self.document, marks=self.marks).where(path)
                )
            )

    def move(self, old: Path, new: Path) -> None:
        """Give what stands at one path the places of another."""
        moved = {path: mark for path, mark in self.marks.items() if path[: len(old)] == old}
        wounded = {path for path in self.wounds if path[: len(old)] == old}
        for path in moved:
            del self.marks[path]
        self.marks |= {(*new, *path[len(old) :]): mark for path, mark in moved.items()}
        self.wounds = (self.wounds - wounded) | {(*new, *path[len(old) :]) for path in wounded}

    def lose(self, value: object) -> None:
        self.lost.append(" ".join(_words(value)))


def _named(item: object) -> tuple[str, object, Path] | None:
    """Name and body of an item of a list that should be a mapping, and the keys that lead to the body."""
    if isinstance(item, str):
        return item, None, ()
    held = as_mapping(item)
    if held is None:
        return None
    name = held.get("name")
    if isinstance(name, str):
        return name, {key: value for key, value in held.items() if key != "name"}, ()
    if len(held) == 1:
        ((name, body),) = held.items()
        return name, body, (name,)
    return None


def _words(value: object) -> Iterator[str]:
    """Every text of a value and its keys."""
    stack = [value]
    while stack:
        held = stack.pop()
        mapping, items = as_mapping(held), as_list(held)
        if mapping is not None:
            yield from mapping
            stack.extend(mapping.values())
        elif items is not None:
            stack.extend(items)
        elif isinstance(held, str):
            yield held
