"""Say what the definitions of a project lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.app.check_project import find_missing_columns
from gnomon.app.open_model import open_model
from gnomon.base.errors import EngineError
from gnomon.define.lint import lint
from gnomon.define.load import load_model
from gnomon.records.finding import Finding

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.define import Model

__all__ = ["lint_project"]


def lint_project(folder: str | Path) -> tuple[Finding, ...]:
    """Load a project and say what its definitions lack, and which columns its data lacks.

    What is certified passes. An engine that cannot be opened is a finding of its own; the definitions are
    looked at all the same.

    Raises
    ------
    ProjectErrors
        If the definitions do not load.
    """
    model = load_model(folder)
    return (*_missing_columns(model), *lint(model))


def _missing_columns(model: Model) -> tuple[Finding, ...]:
    try:
        engine = open_model(model)
    except EngineError as error:
        text = f"The engine cannot be opened, so no column was looked up: {error}"
        return (Finding(rule="columns", target="gnomon.toml", status="fail", text=text),)
    with engine:
        return find_missing_columns(model, engine)
