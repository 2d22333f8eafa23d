"""Find the tables of sources in a folder, and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gnomon.base.errors import InputError
from gnomon.define import FileRef
from gnomon.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gnomon.define import Model, Source

__all__ = ["FoundTable", "find_tables"]

_ENDINGS = (".parquet", ".csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """A table that is there.

    Attributes
    ----------
    path : Path
        File, or glob of its parts.
    columns : tuple of str
        As the engine names them; folders named ``key=value`` are columns as well.
    """

    source: str
    path: Path
    columns: tuple[str, ...]


def find_tables(model: Model, data: Path) -> tuple[FoundTable, ...]:
    """Look for each source of a model under its own path, else as one file of its name.

    Parameters
    ----------
    model : Model
        Sources with files below the model's root.
    data : Path
        Folder that takes the root's place.

    Raises
    ------
    InputError
        If it is no folder.
    """
    if not data.is_dir():
        raise InputError(f"There is no folder {data}. Name the folder that holds the tables.", code="INP-021")
    found = {
        name: path for name, s in model.sources.items() if (path := _find(s, model.root, data.resolve()))
    }
    if not found:
        return ()
    patterns = tuple(path.as_posix() for path in found.values())
    with open_engine("duckdb:///:memory:", project_dir=data.resolve(), files=patterns) as engine:
        return tuple(
            FoundTable(
                source=name,
                path=path,
                columns=tuple(c.name for c in engine.columns(engine.relation(FileRef(path=path.as_posix())))),
            )
            for name, path in found.items()
        )


def _find(source: Source, root: Path, data: Path) -> Path | None:
    return next((data / shape for shape in _shapes(source, root) if any(data.glob(shape))), None)


def _shapes(source: Source, root: Path) -> Iterator[str]:
    if isinstance(source.relation, FileRef):
        yield Path(source.relation.path).relative_to(root).as_posix()
    for ending in _ENDINGS:
        yield f"{source.name}{ending}"
        yield f"{source.name}/*{ending}"
        yield f"{source.name}/*/*{ending}"
