"""Files that a query reads, as tables named after their sources."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.app.portable.trees import each, refusal
from gnomon.define import FileRef

if TYPE_CHECKING:
    from gnomon.define import Model

__all__ = ["file_tables", "replace_files"]


def file_tables(model: Model) -> dict[str, str]:
    """Name a table for each file that a source or calendar reads: path to name."""
    tables: dict[str, str] = {}
    for owner in (*model.sources.values(), *model.calendars.values()):
        if isinstance(owner.relation, FileRef):
            path = os.path.abspath(model.root / owner.relation.path)  # noqa: PTH100 - as the engine writes it
            tables.setdefault(Path(path).as_posix(), owner.name)
    return tables


def replace_files(tree: exp.Expr, tables: Mapping[str, str]) -> list[str]:
    """Put tables in place of the files that a tree reads; give the notes for a reader."""
    used: list[str] = []
    for table in each(tree, exp.Table):
        path = _path_read(table.this)
        if path is None:
            continue
        if path not in tables:
            raise refusal(
                f"No source names the file {path!r}", "other", "Declare it as the `file` of a source."
            )
        table.set("this", exp.Identifier(this=tables[path], quoted=True))
        used.append(tables[path])
    names = ", ".join(sorted(set(used)))
    return [f"Load the files of these sources as tables of the same names: {names}."] if names else []


def _path_read(call: object) -> str | None:
    if isinstance(call, exp.ReadCSV):
        return call.this.name
    is_json = isinstance(call, exp.Anonymous) and call.name.lower() == "read_json"
    if isinstance(call, exp.ReadParquet) or (isinstance(call, exp.Anonymous) and is_json):
        return call.expressions[0].name
    return None
