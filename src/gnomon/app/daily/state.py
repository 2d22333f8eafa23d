"""Open a project's store for writing, and mark what its data and rules are now."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from gnomon.app.daily.periods import last_day
from gnomon.app.run_project import core_metrics
from gnomon.app.store_of import store_address
from gnomon.app.watching.weights import rules_in_force
from gnomon.ask import compile_question
from gnomon.base.errors import GnomonError
from gnomon.base.hashing import fingerprint
from gnomon.records.question import Question

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import date, datetime

    from gnomon.app.project import Project
    from gnomon.store import Store

__all__ = ["mark_state", "open_project_store"]

_FOLDER: Final = ".gnomon"


@contextmanager
def open_project_store(project: Project) -> Generator[Store]:
    """Open the store of a project; where it is a file that is not there yet, it is made.

    Raises
    ------
    InputError, StoreError
        If the address is none, or the store does not open.
    """
    from gnomon.store import open_store

    with open_store(store_address(project.model)) as store:
        _keep_out_of_git(project)
        yield store


def mark_state(project: Project, now: datetime) -> str:
    """Fingerprint of how far the data of each watched metric is loaded, and of the rules in force.

    Data counts by whole days up to the last complete one, so that a second run of a day finds the same mark
    unless a day was loaded since.
    """
    model = project.model
    names = model.settings.watch.metrics or core_metrics(model)
    day = last_day(now, model.settings.timezone)
    loaded = {name: _loaded(project, name, day, now) for name in names}
    return fingerprint((loaded, rules_in_force(model, names)), size=6)


def _loaded(project: Project, name: str, day: date, now: datetime) -> str:
    try:
        compiled = compile_question(project.model, project.catalog, Question(metrics=(name,)), now=now)
    except GnomonError as error:  # a metric that cannot be asked is told by the steps; here it only counts
        return error.code
    through = compiled.loaded_through
    return "" if through is None else min(through.date(), day + timedelta(days=1)).isoformat()


def _keep_out_of_git(project: Project) -> None:
    """Keep the folder that we made out of the project's version control."""
    folder = project.model.root / _FOLDER
    note = folder / ".gitignore"
    if folder.is_dir() and not note.exists():
        note.write_text("*\n", encoding="utf-8")
