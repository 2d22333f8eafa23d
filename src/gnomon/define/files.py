"""Files of a project: which they are, and reading them within limits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from gnomon.base.errors import DefinitionError, Location, nearest_hint
from gnomon.define.document import Document, parse_document

__all__ = [
    "MAX_BYTES",
    "SETTINGS_FILE",
    "find_root",
    "list_files",
    "read_settings_file",
    "read_text",
    "read_yaml",
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
    return _decode(raw, shown)


def _decode(raw: bytes, shown: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        raise DefinitionError(
            f"Byte 0x{raw[error.start]:02x} is not UTF-8. Save the file as UTF-8.",
            code="DEF-103",
            where=Location(file=shown, line=line, column=column),
        ) from None


def read_yaml(path: Path, root: Path) -> Document:
    """Read one YAML file of the project at ``root``."""
    shown = path.relative_to(root).as_posix()
    return parse_document(read_text(path, shown), shown)


def read_settings_file(root: Path) -> tuple[dict[str, object], str]:
    """Read ``gnomon.toml``; give its content and its text.

    Raises
    ------
    DefinitionError
        DEF-109 if it is no TOML, and those of :func:`read_text`.
    """
    text = read_text(root / SETTINGS_FILE, SETTINGS_FILE)
    try:
        return tomllib.loads(text), text
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        where = Location(
            file=SETTINGS_FILE, line=int(place[1]) if place else 0, column=int(place[2]) if place else 0
        )
        reason = str(error).replace(place[0], "") if place else str(error)
        raise DefinitionError(f"This is no TOML: {reason}.", code="DEF-109", where=where) from None
