"""Files of a project: which they are, and reading them within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gnomon.base.errors import DefinitionError, Location, nearest_hint

__all__ = [
    "MAX_BYTES",
    "SETTINGS_FILE",
    "TextFile",
    "find_root",
    "list_files",
    "read_file",
    "read_text",
]

SETTINGS_FILE = "gnomon.toml"
MAX_BYTES = 1_000_000
_LEFT_OUT = frozenset(("reports",))


def find_root(path: Path) -> Path:
    """Find the folder that holds ``gnomon.toml``: ``path`` itself or one around it.

    Raises
    ------
    DefinitionError
        DEF-101 if there is none, or if ``path`` itself does not exist: a slip of the pen must not lead to the
        project around it.
    """
    start = path.resolve()
    if not start.exists():
        beside = [p.name for p in start.parent.iterdir() if p.is_dir()] if start.parent.is_dir() else []
        hint = nearest_hint(start.name, beside, otherwise="Name the project's folder.")
        raise DefinitionError(f"There is no folder {path}. {hint}", code="DEF-101", where=str(path))
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise DefinitionError(
        f"There is no {SETTINGS_FILE} in {path} nor in a folder around it. Name the project's folder,"
        f' or start one with `gnomon init` or by writing a {SETTINGS_FILE} that says: name = "my_project"',
        code="DEF-101",
        where=str(path),
    )


def list_files(root: Path) -> Iterator[Path]:
    """Yield the YAML files of a project in a stable order, links to folders not followed."""
    for entry in sorted(root.iterdir(), key=lambda p: p.name):
        if entry.name.startswith((".", "_")) or entry.name in _LEFT_OUT:
            continue
        if entry.is_dir():
            if not entry.is_symlink() and not (entry / SETTINGS_FILE).is_file():
                yield from list_files(entry)
        elif entry.suffix in (".yml", ".yaml"):
            yield entry


def read_text(path: Path, shown: str) -> str:
    """Read a text file, refusing what is too large or not UTF-8 before anything else looks at it.

    Parameters
    ----------
    path : Path
        The file.
    shown : str
        Its name in messages.

    Raises
    ------
    DefinitionError
        DEF-102 cannot be opened, DEF-103 not UTF-8, DEF-104 too large.
    """
    text, fault = _read_signs(path, shown)
    if fault is not None:
        raise fault
    return text


def _read_signs(path: Path, shown: str) -> tuple[str, DefinitionError | None]:
    """Text of a file; with it the fault where some of it is no text and a sign stands for that."""
    where = Location(file=shown)
    try:
        if not path.is_file():
            raise DefinitionError("This is no ordinary file.", code="DEF-102", where=where)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DefinitionError(
                f"{size / 1e6:.1f} MB is more than the {MAX_BYTES / 1e6:.0f} MB that a definition file may"
                " have. Split it, or move data files out of the project's YAML.",
                code="DEF-104",
                where=where,
            )
        raw = path.read_bytes()
    except OSError as error:
        raise DefinitionError(f"Cannot be read: {error.strerror}.", code="DEF-102", where=where) from None
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        fault = _no_utf8(raw, error.start, shown)
    if b"\0" in raw:
        raise fault
    return raw.decode("utf-8-sig", errors="replace"), fault


def _no_utf8(raw: bytes, start: int, shown: str) -> DefinitionError:
    line = raw.count(b"\n", 0, start) + 1
    column = start - (raw.rfind(b"\n", 0, start) + 1) + 1
    return DefinitionError(
        f"Byte 0x{raw[start]:02x} is not UTF-8. Save the file as UTF-8.",
        code="DEF-103",
        where=Location(file=shown, line=line, column=column),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A file of a project.

    Attributes
    ----------
    shown : str
        Its name in messages.
    text : str or None
        None if it cannot be read.
    fault : DefinitionError or None
        What is wrong with the file, or with some of its signs.
    """

    path: Path
    shown: str
    text: str | None = None
    fault: DefinitionError | None = None


def read_file(path: Path, root: Path) -> TextFile:
    """Read one file of the project at ``root``; a fault is kept, not raised."""
    shown = path.relative_to(root).as_posix()
    try:
        text, fault = _read_signs(path, shown)
    except DefinitionError as error:
        return TextFile(path=path, shown=shown, fault=error)
    return TextFile(path=path, shown=shown, text=text, fault=fault)
