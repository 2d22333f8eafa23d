"""Say what the definitions of a project lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.define.lint import lint
from gnomon.define.load import load_model

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.records.finding import Finding

__all__ = ["lint_project"]


def lint_project(folder: str | Path) -> tuple[Finding, ...]:
    """Load a project and say what its definitions lack; what is certified passes.

    Raises
    ------
    ProjectErrors
        If the definitions do not load.
    """
    return lint(load_model(folder))
