"""Check definitions against the engine: every column that they read exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.errors import DefinitionError, EngineError, GnomonError, Location, ProjectErrors
from gnomon.define import Source
from gnomon.define.columns import check_columns
from gnomon.records.finding import Finding

if TYPE_CHECKING:
    from gnomon.define import Calendar, Model
    from gnomon.engine import Engine

__all__ = ["check_project", "explain_missing_column", "find_missing_columns"]


def check_project(model: Model, engine: Engine) -> tuple[Finding, ...]:
    """Look up the columns of every source and calendar and hold the definitions against them.

    Parameters
    ----------
    model : Model
        All definitions.
    engine : Engine
        Names the columns; no rows are read.

    Returns
    -------
    tuple of Finding
        One a source, then one a calendar. What cannot be read fails, and so does what lacks a column.
    """
    return tuple(_check(model, engine, owner) for owner in _owners(model))


def find_missing_columns(model: Model, engine: Engine) -> tuple[Finding, ...]:
    """Find what :func:`check_project` finds, one finding a missing column, each where it is read.

    Returns
    -------
    tuple of Finding
        Only what fails. A source or calendar that cannot be read has one finding.
    """
    found: list[Finding] = []
    for owner in _owners(model):
        try:
            faults = _faults(model, owner, _columns(engine, owner))
        except EngineError as error:
            found.append(_failed(owner.name, str(error), _place(owner)))
            continue
        for fault in faults:
            place = fault.where if isinstance(fault.where, Location) else None
            found.append(_failed(owner.name, f"{fault.message} [{fault.code}]", place))
    return tuple(found)


def explain_missing_column(model: Model, engine: Engine, error: EngineError) -> GnomonError:
    """Tell all columns that definitions name in vain, each where it is written; else the engine's own words."""
    readable = (owner for owner in _owners(model) if _is_readable(engine, owner))
    faults = [fault for owner in readable for fault in _faults(model, owner, _columns(engine, owner))]
    return ProjectErrors(faults) if faults else error


def _is_readable(engine: Engine, owner: Source | Calendar) -> bool:
    try:
        _columns(engine, owner)
    except EngineError:
        return False
    return True


def _owners(model: Model) -> tuple[Source | Calendar, ...]:
    return (*model.sources.values(), *model.calendars.values())


def _check(model: Model, engine: Engine, owner: Source | Calendar) -> Finding:
    try:
        columns = _columns(engine, owner)
    except EngineError as error:
        return _failed(owner.name, str(error), None)
    faults = _faults(model, owner, columns)
    if faults:
        return _failed(owner.name, "\n".join(str(fault) for fault in faults), None)
    return Finding(rule="columns", target=owner.name, status="pass", text=f"{len(columns)} columns")


def _columns(engine: Engine, owner: Source | Calendar) -> list[str]:
    return [column.name for column in engine.columns(engine.relation(owner.relation))]


def _faults(model: Model, owner: Source | Calendar, columns: list[str]) -> tuple[DefinitionError, ...]:
    return check_columns(model, {owner.name: columns})


def _failed(name: str, text: str, place: Location | None) -> Finding:
    return Finding(rule="columns", target=name, status="fail", text=text, location=place)


def _place(owner: Source | Calendar) -> Location | None:
    return owner.location if isinstance(owner, Source) else None
