"""Write the report of a project as one HTML page, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.app.build_report import build_report
from gnomon.app.progress import Say, say_nothing
from gnomon.base.files import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.app.project import Project
    from gnomon.records.report import CheckCount, Report

__all__ = ["write_report"]


def write_report(
    project: Project,
    output: Path,
    *,
    checks: CheckCount | None = None,
    say: Say = say_nothing,
) -> Report:
    """Ask, draw and write; a file that cannot be written is known before anything is asked.

    Parameters
    ----------
    output : Path
        The page; its folder must exist. It appears once it is complete.
    checks : CheckCount, optional
        What was checked before, shown on top of the page.
    say : callable
        Told what is about to happen.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    from gnomon.report import render_report

    with whole_file(output) as draft:
        report = build_report(project, checks=checks, say=say)
        say("drawing the page")
        draft.write_text(render_report(report), encoding="utf-8")
    return report
