"""Write the report of a project as one HTML page, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gnomon.app.build_report import build_report
from gnomon.app.progress import Say, say_nothing
from gnomon.base.files import whole_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from gnomon.app.project import Project
    from gnomon.records.report import CheckCount, Report
    from gnomon.store import Store

__all__ = ["write_report"]


def write_report(  # noqa: PLR0913 - options are keywords
    project: Project,
    output: Path,
    *,
    checks: CheckCount | None = None,
    is_watched: bool = False,
    store: Store | None = None,
    now: datetime | None = None,
    say: Say = say_nothing,
) -> Report:
    """Ask, draw and write; a file that cannot be written is known before anything is asked.

    Parameters
    ----------
    output : Path
        The page; its folder must exist. It appears once it is complete.
    checks : CheckCount, optional
        What was checked before, shown on top of the page.
    is_watched : bool
        Whether to look for what was out of the ordinary, and into it.
    store : Store, optional
        Where further known events are read from.
    now : datetime, optional
        The moment that counts as now for that look.
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
        if is_watched:
            from gnomon.app.report_watch import build_watch_part

            report = replace(report, watch=build_watch_part(project, now=now, store=store, say=say))
        say("drawing the page")
        draft.write_text(render_report(report), encoding="utf-8")
    return report
