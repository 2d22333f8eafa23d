"""What the import has to tell, and a reader that notices every key nobody read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gnomon.base.errors import Location
from gnomon.define.interop.dbt.plain import as_items, as_mapping

__all__ = ["Body", "Ledger", "Note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing that was not carried over, or was carried over changed.

    Attributes
    ----------
    kind : str
        ``metric``, ``measure``, ``dimension``, ``saved query``, ``setting`` and the like.
    name : str
        Its full name: ``orders.status``, ``revenue.config.group``.
    reason : str
        Why, in one sentence.
    """

    kind: str
    name: str
    reason: str
    location: Location | None = None

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        return f"{where}{self.kind} {self.name}: {self.reason}"


@dataclass(slots=True)
class Ledger:
    """Collects notes while a project is read.

    Attributes
    ----------
    dropped : list of Note
        What is missing from the result.
    changed : list of Note
        What is there under another name or form.
    """

    dropped: list[Note] = field(default_factory=list[Note])
    changed: list[Note] = field(default_factory=list[Note])

    def drop(self, kind: str, name: str, reason: str, location: Location | None = None) -> None:
        """Write down something that is not carried over."""
        note = Note(kind=kind, name=name, reason=reason, location=location)
        if note not in self.dropped:
            self.dropped.append(note)

    def change(self, kind: str, name: str, reason: str, location: Location | None = None) -> None:
        """Write down something that is carried over in another form."""
        note = Note(kind=kind, name=name, reason=reason, location=location)
        if note not in self.changed:
            self.changed.append(note)


class Body:
    """A mapping of a file that remembers which keys were read.

    Parameters
    ----------
    data : mapping
        As the file says.
    kind, name : str
        What it describes.
    location : Location or None
        Where it stands; a part of a larger body inherits its place when it knows no better one.
    """

    def __init__(
        self,
        data: Mapping[str, object],
        *,
        kind: str,
        name: str,
        ledger: Ledger,
        location: Location | None = None,
    ) -> None:
        self._data = data
        self._read: set[str] = set()
        self.kind = kind
        self.name = name
        self.ledger = ledger
        self.location = _place(data, location)

    def take(self, *keys: str) -> object:
        """Read the first of some keys that says anything."""
        self._read.update(keys)
        return next((self._data[key] for key in keys if self._data.get(key) is not None), None)

    def text(self, *keys: str) -> str:
        """Read a key as text; empty when it is missing."""
        value = self.take(*keys)
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None else str(value).strip()

    def flag(self, *keys: str) -> bool:
        """Read a key as yes or no."""
        value = self.take(*keys)
        return value.strip().lower() in {"true", "yes", "1"} if isinstance(value, str) else bool(value)

    def number(self, *keys: str) -> int | float | None:
        """Read a key as a number; what is no number counts as missing and is noted."""
        value = self.take(*keys)
        if isinstance(value, bool) or value is None:
            return None
        if isinstance(value, int | float):
            return int(value) if isinstance(value, int) else float(value)
        try:
            return float(str(value))
        except ValueError:
            self.ledger.drop("setting", f"{self.name}.{keys[0]}", "it is no number", self.location)
            return None

    def each(self, *keys: str) -> tuple[object, ...]:
        """Read a key as a list; a single value is a list of one."""
        return as_items(self.take(*keys))

    def part(self, *keys: str) -> Body:
        """Read a key as a mapping; a missing one is empty."""
        value = self.take(*keys)
        data = as_mapping(value)
        if value is not None and data is None:
            self.ledger.drop(self.kind, f"{self.name}.{keys[0]}", "it is no mapping", self.location)
        return self.around(data or {}, kind=self.kind, name=f"{self.name}.{keys[0]}")

    def parts(self, key: str, kind: str) -> Iterator[Body]:
        """Read a key as a list of named mappings."""
        for index, value in enumerate(self.each(key)):
            data = as_mapping(value)
            if data is None:
                self.ledger.drop(kind, f"{self.name}.{key}[{index}]", "it is no mapping", self.location)
                continue
            name = data.get("name")
            yield self.around(data, kind=kind, name=f"{self.name}.{name or f'{key}[{index}]'}")

    def around(self, data: Mapping[str, object], *, kind: str, name: str) -> Body:
        """Make a body inside this one."""
        return Body(data, kind=kind, name=name, ledger=self.ledger, location=self.location)

    def holds(self, key: str) -> bool:
        """Whether a key says anything; does not count as reading."""
        return self._data.get(key) is not None

    def says(self, key: str, value: object) -> bool:
        """Whether a key holds exactly a value; does not count as reading."""
        return key in self._data and self._data[key] == value

    def ignore(self, *keys: str) -> None:
        """Pass over keys that hold nothing for us: bookkeeping of dbt."""
        self._read.update(keys)

    def finish(self, reason: str = "Gnomon has no such setting") -> None:
        """Note every key that says something and that nobody read."""
        for key, value in self._data.items():
            if key not in self._read and not _says_nothing(value):
                self.ledger.drop("setting", f"{self.name}.{key}", reason, self.location)


def _says_nothing(value: object) -> bool:
    return value is None or value is False or (isinstance(value, str | Sequence | Mapping) and not value)


def _place(data: Mapping[str, object], outer: Location | None) -> Location | None:
    """Line and column that the YAML reader left on a mapping."""
    mark = getattr(data, "lc", None)
    line = getattr(mark, "line", None)
    if outer is None or not isinstance(line, int):
        return outer
    return Location(file=outer.file, line=line + 1, column=int(getattr(mark, "col", 0)) + 1)
