"""Start a project from a data file: settings, one source and three metrics that run."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gnomon.app.guess_columns import Guess, guess_columns
from gnomon.base.errors import InputError
from gnomon.base.files import write_whole
from gnomon.base.time import check_zone
from gnomon.define import FileRef
from gnomon.define.write import to_text
from gnomon.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnomon.engine import Column

__all__ = ["NewFile", "StartedProject", "init_project", "project_name", "refuse_used"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file of the new project."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedProject:
    """What was written, or would be.

    Attributes
    ----------
    question : str
        Arguments of ``gnomon ask`` to try first.
    """

    folder: Path
    files: tuple[NewFile, ...]
    question: str


def init_project(folder: Path, data: Path, *, timezone: str = "UTC", is_dry: bool = False) -> StartedProject:
    """Write a new project into an empty folder.

    Parameters
    ----------
    folder : Path
        Empty, or not there yet.
    data : Path
        Parquet, CSV or JSON-lines file; its columns decide what is written.
    timezone : str
        Zone in which days begin.
    is_dry : bool
        Work out the files and write none.

    Raises
    ------
    InputError
        If the folder holds anything, or the data file cannot be used.
    """
    check_zone(timezone)
    refuse_used(folder)
    if not data.is_file():
        raise InputError(f"There is no file {data}. Name a Parquet, CSV or JSON-lines file.", code="INP-021")
    if not data.stat().st_size:
        raise InputError(f"{data} is empty: it has no columns. Name a file with data.", code="INP-022")
    guess = guess_columns(_columns(data))
    name = project_name(folder.resolve().name)
    shown = os.path.relpath(data.resolve(), folder.resolve())
    source = project_name(re.split(r"\.", data.name)[0])
    files = (
        NewFile(path=folder / "gnomon.toml", text=_settings(name, timezone)),
        NewFile(path=folder / f"{source}.yml", text=_definitions(source, Path(shown).as_posix(), guess)),
    )
    if not is_dry:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            write_whole(file.path, file.text)
    return StartedProject(folder=folder, files=files, question=_question(guess))


def refuse_used(folder: Path) -> None:
    """Refuse a folder that holds anything.

    Raises
    ------
    InputError
        If a new project cannot begin there.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; name a folder.", code="INP-020")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(
            f"{folder} is not empty. Name a new or empty folder; nothing was written.", code="INP-020"
        )


def _columns(data: Path) -> tuple[Column, ...]:
    path = str(data.resolve())
    with open_engine("duckdb:///:memory:", project_dir=data.resolve().parent, files=(path,)) as engine:
        return engine.columns(engine.relation(FileRef(path=path)))


def project_name(text: str) -> str:
    """Make a name of any text.

    Examples
    --------
    >>> project_name("2024 Sales")
    'p_2024_sales'
    """
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return name if name[:1].isalpha() else f"p_{name}".rstrip("_")


def _settings(name: str, timezone: str) -> str:
    return (
        f'name = "{name}"\n'
        f'timezone = "{timezone}"        # days begin at midnight here\n'
        'week_start = "monday"\n'
        'engine = "duckdb:///:memory:"\n'
    )


def _definitions(source: str, file: str, guess: Guess) -> str:
    body: dict[str, Any] = {"label": _title(source), "file": file}
    if guess.entities:
        body["entities"] = {e.name: {"kind": "foreign", "expr": e.column} for e in guess.entities}
    if guess.time:
        body["time"] = guess.time.name
    body["dimensions"] = {d.name: _dimension(d.column, d.name, d.grain) for d in guess.dimensions}
    return to_text({"sources": {source: body}, "metrics": _metrics(source, guess)})


def _dimension(column: str, name: str, grain: str | None) -> Mapping[str, str]:
    body = {"grain": grain} if grain else {}
    return body if column == name else {**body, "expr": column}


def _metrics(source: str, guess: Guess) -> dict[str, dict[str, Any]]:
    rows = {"label": "Rows", "description": f"Rows of {source}.", "kind": "count", "source": source}
    metrics: dict[str, dict[str, Any]] = {"row_count": rows}
    if guess.entities:
        who = guess.entities[0].name
        metrics[f"distinct_{who}"] = {
            "label": f"Different {_title(who).lower()}",
            "description": f"Different values of {who}.",
            "kind": "distinct",
            "source": source,
            "entity": who,
        }
    for number in guess.numbers:
        for kind in ("sum", "average"):
            metrics[f"{kind}_{number.name}"] = {
                "label": f"{kind.capitalize()} of {_title(number.name).lower()}",
                "description": f"{kind.capitalize()} of {number.name} over rows.",
                "kind": kind,
                "source": source,
                "expr": number.column,
            }
    for dimension in guess.dimensions:
        metrics[f"values_of_{dimension.name}"] = {
            "label": f"Values of {_title(dimension.name).lower()}",
            "description": f"Different values of {dimension.name}.",
            "kind": "distinct",
            "source": source,
            "expr": dimension.column,
        }
    return dict(list(metrics.items())[:3])


def _question(guess: Guess) -> str:
    return "row_count --grain week" if guess.time else "row_count"


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
