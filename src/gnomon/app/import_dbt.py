"""Import the semantic layer of a dbt project into a new Gnomon project."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from gnomon.app.dialects import check_dialect
from gnomon.base.errors import InputError, Location, ProjectErrors
from gnomon.base.files import write_whole
from gnomon.define.interop.dbt import DbtImport, Note, read_dbt
from gnomon.define.interop.layout import lay_out
from gnomon.define.load import load_model
from gnomon.define.project import Model
from gnomon.define.rules.check import Place
from gnomon.define.validate import find_faults

__all__ = ["ImportReport", "import_dbt"]

_PRUNED = {"metrics": "metric", "questions": "saved query"}
_ROUNDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import wrote and what it could not.

    Attributes
    ----------
    root : Path
        Folder of the new project.
    files : tuple of Path
        Written files, relative to the folder.
    counts : mapping of str to int
        How many sources, metrics, calendars and questions.
    dropped : tuple of Note
        Everything of the dbt project that is not in the new one, with the reason.
    changed : tuple of Note
        What is there under another name or form.
    faults : tuple of str
        What is still wrong with the written project; empty when it loads.
    """

    root: Path
    files: tuple[Path, ...]
    counts: Mapping[str, int]
    dropped: tuple[Note, ...] = ()
    changed: tuple[Note, ...] = ()
    faults: tuple[str, ...] = ()


def import_dbt(
    dbt_dir: Path,
    *,
    into: Path,
    engine_url: str | None = None,
    tables: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
    dialect: str = "duckdb",
) -> ImportReport:
    """Read a dbt project's semantic layer and write it as a Gnomon project.

    Parameters
    ----------
    dbt_dir : Path
        Folder of the dbt project, or a ``semantic_manifest.json``.
    into : Path
        Folder of the new project; made if missing. Files that are already there are never replaced.
    engine_url : str, optional
        Where the tables are, for example ``duckdb:///warehouse.duckdb``.
    tables : mapping of str to str, optional
        dbt model to the table that holds its rows, where that differs from the model's name.
    variables : mapping of str to str, optional
        Values for ``$name`` in the files, such as ``source_schema``.
    dialect : str
        sqlglot's name of the dialect that the project's SQL is written in.

    Raises
    ------
    DefinitionError
        DEF-180 if the dbt project cannot be read.
    QuestionError
        ASK-218 if the dialect is unknown.
    InputError
        INP-020 if a file of the new project is already there, INP-013 if the folder cannot be written to.
    """
    dialect = check_dialect(dialect)
    found = _prune(
        read_dbt(dbt_dir, root=into, engine=engine_url, tables=tables, variables=variables, dialect=dialect)
    )
    files = lay_out(found.model, into)
    there = [name for name in files if (into / name).exists()]
    if there:
        more = f" and {len(there) - 1} more" if there[1:] else ""
        raise InputError(
            f"{into} already holds {there[0]}{more}; nothing was written. "
            "Choose an empty folder, or take these files away.",
            code="INP-020",
        )
    faults = _write(files, into)
    model = found.model
    counts = {
        "sources": len(model.sources),
        "metrics": len(model.metrics),
        "calendars": len(model.calendars),
        "questions": len(model.saved),
    }
    return ImportReport(
        root=into,
        files=tuple(Path(name) for name in files),
        counts=MappingProxyType(counts),
        dropped=found.dropped,
        changed=found.changed,
        faults=faults,
    )


def _prune(found: DbtImport) -> DbtImport:
    """Take out metrics and questions that Gnomon's own rules refuse, with the rule's words as the reason."""
    model, dropped = found.model, list(found.dropped)
    for _ in range(_ROUNDS):
        refused: dict[tuple[str, str], str] = {}
        for fault in find_faults(model, locate=_tell):
            section, name = (*str(fault.where or "").split("/"), "")[:2]
            if section in _PRUNED:
                refused.setdefault((section, name), fault.message)
        if not refused:
            break
        for (section, name), reason in refused.items():
            part = model.metrics.get(name) if section == "metrics" else model.saved.get(name)
            where = part.location if part else None
            dropped.append(Note(kind=_PRUNED[section], name=name, reason=reason, location=where))
        model = _without(model, set(refused))
    return replace(found, model=model, dropped=tuple(dropped))


def _tell(place: Place, inside: tuple[int, int] | None = None) -> Location:
    del inside  # only the definition matters
    return Location(file="/".join(str(each) for each in place))


def _without(model: Model, refused: set[tuple[str, str]]) -> Model:
    metrics = {name: each for name, each in model.metrics.items() if ("metrics", name) not in refused}
    saved = {name: each for name, each in model.saved.items() if ("questions", name) not in refused}
    return replace(model, metrics=MappingProxyType(metrics), saved=MappingProxyType(saved))


def _write(files: Mapping[str, str], into: Path) -> tuple[str, ...]:
    """Write to a folder beside the target, load it once, then move it into place as a whole."""
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into.parent, prefix=".gnomon_import_") as name:
            draft = Path(name) / "project"
            for relative, text in files.items():
                (draft / relative).parent.mkdir(parents=True, exist_ok=True)
                write_whole(draft / relative, text)
            faults = _load(draft)
            if into.exists():
                _move(tuple(files), draft, into)
            else:
                draft.replace(into)
    except OSError as error:
        raise InputError(
            f"Cannot write {into}: {error.strerror}. Nothing was written.", code="INP-013"
        ) from error
    return faults


def _move(names: tuple[str, ...], draft: Path, into: Path) -> None:
    """Move files into a folder that is there already; if one cannot be moved, take the others away again."""
    moved: list[Path] = []
    try:
        for name in names:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).rename(into / name)
            moved.append(into / name)
    except BaseException:
        for path in moved:
            path.unlink(missing_ok=True)
        raise


def _load(folder: Path) -> tuple[str, ...]:
    try:
        load_model(folder)
    except ProjectErrors as error:
        return tuple(str(each) for each in error.errors)
    return ()
