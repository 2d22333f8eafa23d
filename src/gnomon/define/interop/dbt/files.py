"""Files of a dbt project: which they are, and what each document in them says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from gnomon.base.errors import DefinitionError, Location
from gnomon.define.interop.dbt.plain import as_items, as_mapping

__all__ = ["DbtFile", "find_manifest", "list_yaml", "read_manifest", "read_yaml"]

_MAX_YAML = 10_000_000
_MAX_MANIFEST = 100_000_000
_LEFT_OUT = frozenset(("dbt_packages", "dbt_modules", "node_modules", "target", "venv", "site-packages"))
_PROJECT_FILE = "dbt_project.yml"
_SEMANTIC = re.compile(r"semantic_model|metric|saved_quer|time_spine|project_configuration")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DbtFile:
    """One document of a file: a mapping and the place where it starts."""

    data: Mapping[str, object]
    location: Location


def list_yaml(root: Path, project: Mapping[str, object]) -> Iterator[Path]:
    """Yield the YAML files below the model paths of a project, or below its folder if it names none.

    Parameters
    ----------
    root : Path
        The project's folder.
    project : mapping
        Content of ``dbt_project.yml``; empty when there is none.
    """
    named = as_items(project.get("model-paths") or project.get("source-paths"))
    folders = [str(each) for each in named] or ["."]
    seen: set[Path] = set()
    for folder in folders:
        for path in _walk(root / folder):
            if path.name != _PROJECT_FILE and path not in seen:
                seen.add(path)
                yield path


def _walk(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda path: path.name):
        if entry.name.startswith(".") or entry.name in _LEFT_OUT:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        elif entry.suffix in {".yml", ".yaml"} and entry.is_file():
            yield entry


def find_manifest(path: Path) -> Path | None:
    """Find ``semantic_manifest.json``: the path itself, in the folder, or in its ``target``."""
    if path.is_file():
        return path if path.suffix == ".json" else None
    places = (path / "semantic_manifest.json", path / "target" / "semantic_manifest.json")
    return next((place for place in places if place.is_file()), None)


def read_yaml(path: Path, shown: str, variables: Mapping[str, str]) -> tuple[DbtFile, ...]:
    """Read every document of a YAML file; one that names nothing of a semantic layer has none.

    Parameters
    ----------
    path : Path
        The file.
    shown : str
        Its name in messages.
    variables : mapping of str to str
        Values for ``$name`` and ``${name}``; other dollar signs stay as they are.

    Raises
    ------
    DefinitionError
        DEF-180 if it cannot be read.
    """
    text = _fill(_read_text(path, shown, _MAX_YAML), variables)
    if path.name != _PROJECT_FILE and _SEMANTIC.search(text) is None:
        return ()
    reader: Any = YAML(typ="rt", pure=True)
    try:
        documents: list[object] = list(reader.load_all(text))
    except (YAMLError, ValueError, RecursionError) as error:
        mark: Any = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        where = Location(file=shown, line=line, column=column)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise DefinitionError(f"This dbt file is no YAML: {problem}.", code="DEF-180", where=where) from None
    start = Location(file=shown, line=1)
    found = (as_mapping(each) for each in documents)
    return tuple(DbtFile(data=data, location=start) for data in found if data is not None)


def read_manifest(path: Path, shown: str) -> DbtFile:
    """Read a semantic manifest, dbt's own parsed form.

    Raises
    ------
    DefinitionError
        DEF-180 if it cannot be read or is none.
    """
    try:
        data = as_mapping(json.loads(_read_text(path, shown, _MAX_MANIFEST)))
    except (ValueError, RecursionError) as error:
        where = Location(file=shown)
        raise DefinitionError(f"This manifest is no JSON: {error}.", code="DEF-180", where=where) from None
    if data is None or not {"semantic_models", "metrics"} & set(data):
        raise DefinitionError(
            "This JSON is no semantic manifest: it has neither semantic_models nor metrics. "
            "dbt writes target/semantic_manifest.json with `dbt parse`.",
            code="DEF-180",
            where=Location(file=shown),
        )
    return DbtFile(data=data, location=Location(file=shown))


def _read_text(path: Path, shown: str, limit: int) -> str:
    where = Location(file=shown)
    try:
        size = path.stat().st_size
        if size > limit:
            raise DefinitionError(
                f"{size / 1e6:.1f} MB is more than the {limit / 1e6:.0f} MB that such a dbt file may have.",
                code="DEF-180",
                where=where,
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DefinitionError(f"Cannot be read: {error.strerror}.", code="DEF-180", where=where) from None
    except UnicodeDecodeError:
        raise DefinitionError("This dbt file is not UTF-8.", code="DEF-180", where=where) from None


def _fill(text: str, variables: Mapping[str, str]) -> str:
    for name, value in variables.items():
        text = re.sub(rf"\$(?:{re.escape(name)}\b|\{{{re.escape(name)}\}})", lambda _, v=value: v, text)
    return text
