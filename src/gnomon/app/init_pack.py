"""Start a project from packs: ready metrics, goals and cases over tables that a team maps in one file."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from gnomon.app.find_tables import FoundTable, find_tables
from gnomon.app.init_project import NewFile, project_name, refuse_used
from gnomon.base.errors import InputError
from gnomon.base.files import write_whole
from gnomon.base.time import check_zone
from gnomon.define import FileRef
from gnomon.define.packs import choose_metrics, cut_model, read_packs
from gnomon.define.relation_spec import relation_to_yaml
from gnomon.define.write import (
    case_to_yaml,
    driver_to_yaml,
    goal_to_yaml,
    metric_to_yaml,
    source_to_yaml,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from gnomon.define import Model, OracleCase, Source
    from gnomon.define.packs import Cut, Fallen

__all__ = ["StartedPacks", "init_packs"]

_SOURCES_HEAD = """\
# Where the rows are: the one file to change for tables of your own. Give each source its `file` (a path or glob),
# `table` (schema.table) or `sql`. Metrics read the columns by the names below; where yours have others, let `sql`
# rename them:
#
#   sessions:
#     sql: select id as session_id, uid as user_id, begin_ts as started_at, … from app.sessions
#
# Rows are counted as they are. Where deliveries repeat, keep one row a key when you load them, or say `repeats: drop`
# of the source: of rows with one primary key one counts, and every question pays for it. `gnomon run` tells how many
# rows repeat.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedPacks:
    """What was written, or would be.

    Attributes
    ----------
    metrics : tuple of str
        Names of the metrics that can be computed.
    fallen : tuple of Fallen
        Metrics left out, as the data lacks tables or columns.
    unsliced : tuple of str
        Dimensions left out for the same reason.
    is_checked : bool
        Whether tables and columns were looked up.
    """

    folder: Path
    files: tuple[NewFile, ...]
    metrics: tuple[str, ...]
    fallen: tuple[Fallen, ...]
    unsliced: tuple[str, ...]
    is_checked: bool


def init_packs(
    folder: Path,
    packs: Collection[str],
    *,
    data: Path | None = None,
    timezone: str = "UTC",
    drops_repeats: bool = False,
    is_dry: bool = False,
) -> StartedPacks:
    """Write a new project of packs into an empty folder, wholly or not at all.

    Parameters
    ----------
    folder : Path
        Empty, or not there yet.
    packs : collection of str
        Names of packs; metrics of others come along where these are computed from them or to be read beside.
    data : Path, optional
        Folder of tables in the canonical schema; metrics whose tables or columns are not there are left out.
    timezone : str
        Zone in which days begin.
    drops_repeats : bool
        Count one row a primary key in tables of events, where deliveries may repeat.
    is_dry : bool
        Work out the files and write none.

    Returns
    -------
    StartedPacks
        Without files where no metric is left; then nothing is written.

    Raises
    ------
    UnknownNameError
        If there is no such pack.
    InputError
        If the folder holds anything, or the data folder is none.
    """
    check_zone(timezone)
    model = read_packs()
    names = choose_metrics(model, packs)
    refuse_used(folder)
    whole = cut_model(model, names)
    tables = None if data is None else find_tables(whole.model, data)
    cut = whole if tables is None else cut_model(model, names, {t.source: t.columns for t in tables})
    if drops_repeats:
        cut = replace(cut, model=_without_repeats(cut.model))
    files = tuple(_files(cut.model, folder, packs, timezone, tables)) if cut.model.metrics else ()
    if files and not is_dry:
        _write(folder, files)
    return StartedPacks(
        folder=folder,
        files=files,
        metrics=tuple(cut.model.metrics),
        fallen=cut.fallen,
        unsliced=_sliced_away(whole, cut),
        is_checked=data is not None,
    )


def _without_repeats(model: Model) -> Model:
    """Let tables in folders, which hold events, drop repeats."""
    sources = {
        name: replace(source, drops_repeats=bool(source.primary_key) and _is_delivered(source))
        for name, source in model.sources.items()
    }
    return replace(model, sources=MappingProxyType(sources))


def _is_delivered(source: Source) -> bool:
    return isinstance(source.relation, FileRef) and "*" in source.relation.path


def _sliced_away(whole: Cut, cut: Cut) -> tuple[str, ...]:
    """Dimensions of the sources that are kept and whose columns are missing."""
    return tuple(name for name in cut.unsliced if name not in whole.unsliced)


def _files(
    model: Model, folder: Path, packs: Collection[str], timezone: str, tables: tuple[FoundTable, ...] | None
) -> Iterator[NewFile]:
    name = project_name(folder.resolve().name)
    settings = (
        f'name = "{name}"\nlabel = "Core indicators: {", ".join(packs)}"\n'
        f'timezone = "{timezone}"        # days begin at midnight here\n'
        'week_start = "monday"\nengine = "duckdb:///:memory:"\n'
    )
    yield NewFile(path=folder / "gnomon.toml", text=settings)
    paths = {t.source: t.path for t in tables or ()}
    sources = {n: _source(s, model.root, folder, paths.get(n)) for n, s in model.sources.items()}
    yield NewFile(path=folder / "sources.yml", text=_SOURCES_HEAD + to_text({"sources": sources}))
    modules = dict.fromkeys(m.module for m in model.metrics.values() if m.module is not None)
    for module in modules:
        metrics = {n: metric_to_yaml(m) for n, m in model.metrics.items() if m.module is module}
        yield NewFile(path=folder / "metrics" / f"{module.value}.yml", text=to_text({"metrics": metrics}))
    goals = {
        "goals": {n: goal_to_yaml(g) for n, g in model.goals.items()},
        "drivers": [driver_to_yaml(d) for d in model.drivers],
        "relations": {n: relation_to_yaml(r) for n, r in model.relations.items()},
    }
    if any(goals.values()):
        yield NewFile(path=folder / "goals.yml", text=to_text({k: v for k, v in goals.items() if v}))
    for module, cases in _cases_by_module(model).items():
        body = [case_to_yaml(c) for c in cases]
        yield NewFile(path=folder / "cases" / f"{module}.yml", text=to_text({"cases": body}))


def _source(source: Source, root: Path, folder: Path, path: Path | None) -> Mapping[str, object]:
    """Body of a source, its file as seen from the new folder; without data, from its folder ``data``."""
    body = source_to_yaml(source)
    if isinstance(source.relation, FileRef):
        inside = Path(source.relation.path).relative_to(root)
        shown = Path("data") / inside if path is None else Path(os.path.relpath(path, folder.resolve()))
        body["file"] = shown.as_posix()
    return body


def _cases_by_module(model: Model) -> Mapping[str, list[OracleCase]]:
    found: dict[str, list[OracleCase]] = {}
    for case in model.cases:
        file = case.location.file if case.location else "cases"
        found.setdefault(Path(file).stem, []).append(case)
    return found


def _write(folder: Path, files: tuple[NewFile, ...]) -> None:
    """Write all files beside the folder, then put them in its place."""
    around = folder.resolve().parent
    try:
        around.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=around))
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror}.", code="INP-013") from error
    try:
        draft.chmod(0o755)
        for file in files:
            target = draft / file.path.relative_to(folder)
            target.parent.mkdir(exist_ok=True)
            write_whole(target, file.text)
        draft.replace(folder.resolve())
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror}.", code="INP-013") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
