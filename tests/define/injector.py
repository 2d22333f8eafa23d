"""Faults put into good projects at random places, with the file, line and code that must be told for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

Told = tuple[str, int, str]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Edit:
    """A change of a file's text: what stands from start to end is replaced."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Part:
    """A part of a file: where its key and its value begin and end in the text."""

    file: str
    path: Path
    key: tuple[int, int]
    value: tuple[int, int]
    node: Node
    indent: int

    @property
    def is_flow(self) -> bool:
        return bool(getattr(self.node, "flow_style", False))


@dataclass
class Project:
    """The texts of a project, the parts of its files, and the changes made so far."""

    texts: dict[str, str]
    parts: dict[tuple[str, Path], Part] = field(default_factory=dict)
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    marks: list[tuple[str, int, int, str]] = field(default_factory=list)
    touched: set[tuple[str, Path]] = field(default_factory=set)

    @classmethod
    def of(cls, texts: dict[str, str]) -> Project:
        project = cls(texts=dict(texts))
        for file, text in texts.items():
            if file.endswith(".yml"):
                root = YAML(typ="safe", pure=True).compose(text)
                for part in _parts(file, root, ()):
                    project.parts[file, part.path] = part
        return project

    def find(self, *pattern: str | None) -> list[Part]:
        """Parts whose path matches; None stands for anything."""
        return [
            part
            for part in self.parts.values()
            if len(part.path) == len(pattern)
            and all(want is None or want == got for want, got in zip(pattern, part.path, strict=True))
            and (part.file, part.path[:2]) not in self.touched
            and (part.file, part.path[:1]) not in self.touched
        ]

    def child(self, part: Part, key: str) -> Part | None:
        return self.parts.get((part.file, (*part.path, key)))

    def change(self, file: str, start: int, end: int, text: str) -> None:
        self.edits.setdefault(file, []).append(Edit(start, end, text))

    def expect(self, file: str, code: str, at: int, inside: int = 0) -> None:
        """Expect a fault at a place of the old text, or so many signs into what is put there."""
        self.marks.append((file, at, inside, code))

    def put(self, part: Part, key: str, text: str, code: str, *, at_key: bool = False) -> None:
        """Give a mapping a key, in place of its value if it has it."""
        held = self.child(part, key)
        self.touched.add((part.file, part.path[:2]))
        if held is not None:
            self.change(part.file, *held.value, text)
            self.expect(part.file, code, held.key[0] if at_key else held.value[0])
            return
        start = part.node.value[0][0].start_mark.index
        end = ", " if part.is_flow else "\n" + " " * part.node.value[0][0].start_mark.column
        self.change(part.file, start, start, f"{key}: {text}{end}")
        self.expect(part.file, code, start)

    def append(self, part: Part, lines: str, faults: list[tuple[int, str]]) -> None:
        """Add bodies at the start of a section that is written in lines; faults by line of what is added."""
        self.touched.add((part.file, ("+", *part.path)))
        start = self.texts[part.file].rindex("\n", 0, part.value[0]) + 1
        self.change(part.file, start, start, lines)
        offsets = [0]
        for line in lines.split("\n"):
            offsets.append(offsets[-1] + len(line) + 1)
        for line, code in faults:
            self.expect(part.file, code, start, offsets[line])

    def result(self) -> tuple[dict[str, str], list[Told]]:
        """Texts with all changes, and what must be told."""
        texts = dict(self.texts)
        for file, edits in self.edits.items():
            for edit in sorted(edits, key=lambda e: -e.start):
                texts[file] = texts[file][: edit.start] + edit.text + texts[file][edit.end :]
        told = []
        for file, at, inside, code in self.marks:
            before = sorted(e for e in self._edits_before(file, at))
            shift = sum(len(text) - (end - start) for start, end, text in before)
            told.append((file, texts[file].count("\n", 0, at + shift + inside) + 1, code))
        return texts, sorted(told)

    def _edits_before(self, file: str, at: int) -> Iterator[tuple[int, int, str]]:
        for edit in self.edits.get(file, []):
            if edit.start < at:
                yield edit.start, edit.end, edit.text


def _parts(file: str, node: Node, path: Path) -> Iterator[Part]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield _part(file, (*path, key.value), key, value)
            yield from _parts(file, value, (*path, key.value))
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield _part(file, (*path, index), value, value)
            yield from _parts(file, value, (*path, index))


def _part(file: str, path: Path, key: Node, value: Node) -> Part:
    spans = [(n.start_mark.index, n.end_mark.index) for n in (key, value)]
    return Part(file, path, spans[0], spans[1], value, key.start_mark.column)


Kind = Callable[[Project, Random], bool]


def set_key(
    section: str, key: str, text: str, code: str, *, below: str | None = None, having: str | None = None,
    only: bool = False, kinds: tuple[str, ...] = (), at_key: bool = False, lacking: str | None = None,
) -> Kind:  # fmt: skip
    """Set a key of a random body, or of a random part below it; ``only`` where it has the key already."""

    def inject(project: Project, rng: Random) -> bool:
        bodies = project.find(section, None) if below is None else project.find(section, None, below, None)
        fit = [b for b in bodies if isinstance(b.node, MappingNode) and b.node.value]
        fit = [b for b in fit if _fits(project, b, key if only else having, kinds)]
        fit = [b for b in fit if lacking is None or project.child(b, lacking) is None]
        fit = [b for b in fit if _is_simple(project, b, key)]
        if not fit:
            return False
        project.put(rng.choice(fit), key, text, code, at_key=at_key)
        return True

    return inject


def _fits(project: Project, body: Part, key: str | None, kinds: tuple[str, ...]) -> bool:
    kind = project.child(body, "kind")
    is_kind = not kinds or (kind is not None and kind.node.value in kinds)
    return is_kind and (key is None or project.child(body, key) is not None)


def _is_simple(project: Project, body: Part, key: str) -> bool:
    """Whether a value stands on one line, so that another may stand in its place."""
    held = project.child(body, key)
    if held is None:
        return True
    text = project.texts[held.file][held.value[0] : held.value[1]]
    return "\n" not in text and not text.startswith(("|", ">"))


def misspell(section: str, key: str, *, below: str | None = None) -> Kind:
    """Take a letter out of a key."""

    def inject(project: Project, rng: Random) -> bool:
        found = (
            project.find(section, None, key)
            if below is None
            else project.find(section, None, below, None, key)
        )
        if not found:
            return False
        part = rng.choice(found)
        project.touched.add((part.file, part.path[:2]))
        project.change(part.file, *part.key, key[:2] + key[3:])
        project.expect(part.file, "DEF-110", part.key[0])
        return True

    return inject


def item_of(section: str, key: str, text: str, code: str) -> Kind:
    """Put a wrong item into a list in one line of a random body."""

    def inject(project: Project, rng: Random) -> bool:
        found = [
            p for p in project.find(section, None, key) if isinstance(p.node, SequenceNode) and p.is_flow
        ]
        found = [p for p in found if p.node.value]
        if not found:
            return False
        part = rng.choice(found)
        project.touched.add((part.file, part.path[:2]))
        project.change(part.file, part.value[0] + 1, part.value[0] + 1, f"{text}, ")
        project.expect(part.file, code, part.value[0] + 1)
        return True

    return inject


def ask(key: str, text: str, code: str, *, lacking: str | None = None) -> Kind:
    """Set a key of the question of a random case."""

    def inject(project: Project, rng: Random) -> bool:
        found = [p for p in project.find("cases", None, "question") if isinstance(p.node, MappingNode)]
        found = [
            p for p in found if _is_simple(project, p, key) and (not lacking or not project.child(p, lacking))
        ]
        if not found:
            return False
        project.put(rng.choice(found), key, text, code)
        return True

    return inject


def new(section: str, lines: str, *faults: tuple[int, str]) -> Kind:
    """Add a body with faults to a section; lines count from 0. ``@`` becomes a number, ``%`` a source."""

    def inject(project: Project, rng: Random) -> bool:
        found = [p for p in project.find(section) if not p.is_flow]
        found = [p for p in found if (p.file, ("+", section)) not in project.touched]
        if not found:
            return False
        timed = {
            str(path[1]) for _, path in project.parts if path[:1] == ("sources",) and path[2:] == ("time",)
        }
        source = rng.choice(sorted(timed))
        text = lines.replace("@", str(rng.randrange(10**6))).replace("%", source)
        project.append(rng.choice(found), text, list(faults))
        return True

    return inject


def settings(key: str, text: str, code: str) -> Kind:
    """Set a key of gnomon.toml."""

    def inject(project: Project, _: Random) -> bool:
        file = "gnomon.toml"
        if (file, (key,)) in project.touched:
            return False
        project.touched.add((file, (key,)))
        old = project.texts[file]
        at = old.find(f"\n{key} = ") + 1
        if at:
            project.change(file, at, old.index("\n", at), f"{key} = {text}")
        else:
            before = {"engine": "\n[limits]", "memry": "\nname"}.get(key)
            at = old.index(before) + 1 if before else len(old)
            project.change(file, at, at, f"{key} = {text}\n")
        project.expect(file, code, at)
        return True

    return inject


def file_of(name: str, text: str, *faults: tuple[int, str]) -> Kind:
    """Add a file of its own."""

    def inject(project: Project, _: Random) -> bool:
        if name in project.texts:
            return False
        project.texts[name] = text
        for line, code in faults:
            project.marks.append((name, 0, sum(len(t) + 1 for t in text.split("\n")[:line]), code))
        return True

    return inject


def no_utf8() -> Kind:
    """End a file with a comment that is no UTF-8."""

    def inject(project: Project, rng: Random) -> bool:
        file = rng.choice(sorted(f for f in project.texts if f.endswith(".yml")))
        if (file, ("+",)) in project.touched:
            return False
        project.touched.add((file, ("+",)))
        end = len(project.texts[file])
        project.change(file, end, end, "# caf\udce9\n")
        project.expect(file, "DEF-103", end)
        return True

    return inject


def section_as(section: str, *, listed: bool) -> Kind:
    """Add a file that holds a section in the wrong shape, with a fault inside."""
    body = {"metrics": "kind: count, source: nosuch", "cases": "question: {metrics: nosuch}, sql: select 1"}[
        section
    ]
    code = {"metrics": "DEF-141", "cases": "DEF-140"}[section]
    text = f"  - {{name: shaped, {body}}}\n" if listed else f"  shaped: {{{body}}}\n"
    return file_of(f"shape_{section}.yml", f"{section}:\n{text}", (1, "DEF-112"), (1, code))
