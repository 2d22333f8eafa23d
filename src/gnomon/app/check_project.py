"""Check definitions against the engine: every column that they read exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.errors import EngineError
from gnomon.define.columns import check_columns
from gnomon.records.finding import Finding

if TYPE_CHECKING:
    from gnomon.define import Model, Relation
    from gnomon.engine import Engine

__all__ = ["check_project"]


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
    owners = (*model.sources.values(), *model.calendars.values())
    return tuple(_check(model, engine, owner.name, owner.relation) for owner in owners)


def _check(model: Model, engine: Engine, name: str, relation: Relation) -> Finding:
    try:
        columns = [column.name for column in engine.columns(engine.relation(relation))]
    except EngineError as error:
        return Finding(rule="columns", target=name, status="fail", text=str(error))
    faults = check_columns(model, {name: columns})
    text = "\n".join(str(fault) for fault in faults) or f"{len(columns)} columns"
    return Finding(rule="columns", target=name, status="fail" if faults else "pass", text=text)
