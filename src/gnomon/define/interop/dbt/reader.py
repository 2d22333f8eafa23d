"""From a dbt project to a Gnomon model, with a list of what did not come along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from gnomon.define.interop.dbt.inputs import settle_inputs
from gnomon.define.interop.dbt.made import make_metrics
from gnomon.define.interop.dbt.notes import Ledger, Note
from gnomon.define.interop.dbt.questions import make_question
from gnomon.define.interop.dbt.read import read_project
from gnomon.define.interop.dbt.sources import make_calendars, make_source
from gnomon.define.project import Model, Settings

__all__ = ["DbtImport", "read_dbt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtImport:
    """What came out of a dbt project.

    Attributes
    ----------
    model : Model
        Ready to be written as files.
    dropped : tuple of Note
        Everything that is missing from the model, with the reason.
    changed : tuple of Note
        What is there under another name or form.
    """

    model: Model
    dropped: tuple[Note, ...] = ()
    changed: tuple[Note, ...] = ()


def read_dbt(
    path: Path,
    *,
    root: Path,
    engine: str | None = None,
    tables: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
    dialect: str = "duckdb",
) -> DbtImport:
    """Read the semantic layer of a dbt project.

    Parameters
    ----------
    path : Path
        Folder of the dbt project, or a ``semantic_manifest.json``.
    root : Path
        Folder of the Gnomon project that the model is for.
    engine : str, optional
        Its engine URL.
    tables : mapping of str to str, optional
        dbt model or semantic model to the table that holds its rows, where its name differs.
    variables : mapping of str to str, optional
        Values for ``$name`` in the files, such as ``source_schema``.
    dialect : str
        sqlglot's name of the dialect that the project's SQL is written in.

    Raises
    ------
    DefinitionError
        DEF-180 if a file cannot be read, or nothing there belongs to a semantic layer.
    """
    ledger = Ledger()
    project = read_project(path, ledger=ledger, tables=tables or {}, variables=variables or {})
    sources = {each.name: make_source(each, ledger, dialect) for each in project.models}
    calendars = make_calendars(project.spines, ledger)
    customs = {grain for calendar in calendars.values() for grain in calendar.grains}
    metrics = make_metrics(settle_inputs(project, ledger), sources, customs, ledger=ledger, dialect=dialect)
    questions = (make_question(each, metrics, ledger, dialect) for each in project.queries)
    settings = Settings(name=project.name) if engine is None else Settings(name=project.name, engine=engine)
    model = Model(
        root=root,
        settings=settings,
        sources=MappingProxyType(sources),
        metrics=MappingProxyType(metrics),
        calendars=MappingProxyType(calendars),
        saved=MappingProxyType({each.name: each for each in questions if each is not None}),
    )
    return DbtImport(model=model, dropped=tuple(ledger.dropped), changed=tuple(ledger.changed))
