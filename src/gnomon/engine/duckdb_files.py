"""Files as DuckDB relations, and which of them a locked-down DuckDB may open."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlglot import exp

from gnomon.base.errors import nearest_hint
from gnomon.engine.errors import RefusedAccessError, SourceFileError

__all__ = ["DeclaredFiles", "file_relation"]

_GLOB: Final = re.compile(r"[*?\[{]")
_COMPRESSED: Final = (".gz", ".zst")
_CSV: Final = (".csv", ".tsv", ".txt")
_JSON: Final = (".json", ".jsonl", ".ndjson")
_OPTIONS: Final = ("hive_partitioning", "union_by_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredFiles:
    """The files and globs that a project may read, as absolute paths with forward slashes.

    Attributes
    ----------
    patterns : tuple of str
        Each path or glob, as :func:`file_relation` writes it into a query.
    """

    project_dir: Path
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, files: Iterable[str], *, project_dir: Path) -> DeclaredFiles:
        """Resolve declared paths against the project folder.

        Examples
        --------
        >>> DeclaredFiles.of(["data/*.parquet"], project_dir=Path("/shop")).patterns
        ('/shop/data/*.parquet',)
        """
        return cls(
            project_dir=project_dir,
            patterns=tuple(dict.fromkeys(_absolute(file, project_dir) for file in files)),
        )

    def paths(self) -> tuple[str, ...]:
        """Return the declared single files."""
        return tuple(p for p in self.patterns if not _GLOB.search(p))

    def folders(self) -> tuple[str, ...]:
        """Return the folders that hold what the globs can match: the part before the first wildcard.

        Raises
        ------
        RefusedAccessError
            If a glob starts at the root of the disk, which would open everything.
        """
        found = {_fixed_folder(p) for p in self.patterns if _GLOB.search(p)}
        return tuple(sorted(found))

    def resolve(self, path: str) -> str:
        """Find a declared file or glob by the path that a source names.

        Raises
        ------
        RefusedAccessError
            If the project does not declare it.
        """
        pattern = _absolute(path, self.project_dir)
        if pattern not in self.patterns:
            hint = nearest_hint(pattern, self.patterns, otherwise="Declare it as the `file` of a source.")
            raise RefusedAccessError(f"The file {path!r} is not declared in this project. {hint}")
        return pattern

    def is_read(self, call: exp.Expr) -> bool:
        """Whether `call` is what :func:`file_relation` writes for one of these files."""
        first = call.this if isinstance(call, exp.ReadCSV) else next(iter(call.expressions), None)
        if not (isinstance(first, exp.Literal) and first.is_string and first.name in self.patterns):
            return False
        return call == file_relation(first.name).this


def file_relation(pattern: str) -> exp.Table:
    """Write the relation of a Parquet, CSV or JSON file or glob.

    Folders named ``key=value`` become columns, and files of one glob are matched by column name.

    Raises
    ------
    SourceFileError
        If the ending names no format.

    Examples
    --------
    >>> file_relation("/shop/data/*.parquet").sql("duckdb")
    "READ_PARQUET('/shop/data/*.parquet', hive_partitioning = TRUE, union_by_name = TRUE)"
    """
    literal = exp.Literal.string(pattern)
    options = [exp.EQ(this=exp.var(name), expression=exp.true()) for name in _OPTIONS]
    suffix = _suffix(pattern)
    if suffix == ".parquet":
        return exp.Table(this=exp.ReadParquet(expressions=[literal, *options]))
    if suffix in _CSV:
        return exp.Table(this=exp.ReadCSV(this=literal, expressions=options))
    if suffix in _JSON:
        return exp.Table(this=exp.Anonymous(this="read_json", expressions=[literal, *options]))
    raise SourceFileError(
        f"The file {pattern!r} has no ending that is known. Use .parquet, .csv, .tsv, .json or .ndjson "
        "(the text formats also with .gz or .zst behind)."
    )


def _suffix(pattern: str) -> str:
    name = pattern.lower()
    for ending in _COMPRESSED:
        name = name.removesuffix(ending)
    return Path(name).suffix


def _absolute(path: str, project_dir: Path) -> str:
    if "://" in path:
        raise RefusedAccessError(f"The file {path!r} is not on this disk. Only local files can be read.")
    return Path(os.path.abspath(project_dir / path)).as_posix()  # noqa: PTH100 - resolve() would follow links


def _fixed_folder(pattern: str) -> str:
    head = _GLOB.split(pattern, maxsplit=1)[0]
    folder = head[: head.rfind("/") + 1]
    if Path(folder) == Path(Path(folder).anchor):
        raise RefusedAccessError(f"The glob {pattern!r} starts at the root of the disk. Name a folder first.")
    return folder
