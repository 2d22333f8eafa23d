"""The question log: who asked what and what it cost, kept where the project has a store."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from gnomon.base.errors import GnomonError
from gnomon.base.hashing import fingerprint
from gnomon.records.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Generator

    from gnomon.app.store_of import HasModel
    from gnomon.define import Model
    from gnomon.records.question import Question

__all__ = ["Asked", "QuestionLog", "asked_from"]

_MOST: Final = 100  # lines that wait to be written together
_FACE: ContextVar[str] = ContextVar("face", default="python")


@contextmanager
def asked_from(face: str) -> Generator[None]:
    """Say how the questions inside come in: ``cli``, ``run``."""
    token = _FACE.set(face)
    try:
        yield
    finally:
        _FACE.reset(token)


@dataclass(slots=True, kw_only=True)
class Asked:
    """A question that is being asked; whoever answers it says how many rows the answer has."""

    rows: int | None = None


class QuestionLog:
    """Lines of one project, written together when it is closed or many wait.

    A question costs nothing more while it is asked: the store is opened at the end, and none is made. A log that
    cannot be written is told by a warning; no answer is lost for it.
    """

    def __init__(self) -> None:
        self._lines: list[Usage] = []

    @contextmanager
    def asking(self, model: Model, question: Question) -> Generator[Asked]:
        """Note a question and how it went."""
        asked, began, at, code = Asked(), time.perf_counter(), datetime.now(UTC), ""
        try:
            yield asked
        except GnomonError as error:
            code = error.code
            raise
        finally:
            versions = tuple(fingerprint(model.metrics.get(name)) for name in question.metrics)
            self._lines.append(
                Usage(
                    at=at,
                    metrics=question.metrics,
                    by=question.by,
                    question=fingerprint((question, versions)),
                    seconds=time.perf_counter() - began,
                    rows=asked.rows,
                    face=_FACE.get(),
                    by_whom="",
                    error=code,
                )
            )

    def is_full(self) -> bool:
        """Whether enough lines wait to be written."""
        return len(self._lines) >= _MOST

    def write(self, project: HasModel) -> None:
        """Write what waits, where the project has a store."""
        lines, self._lines = self._lines, []
        if not lines:
            return
        from gnomon.app.incidents import name_person
        from gnomon.app.store_of import known_store

        try:
            with known_store(project) as store:
                if store is not None:
                    store.log_questions([replace(line, by_whom=name_person()) for line in lines])
        except GnomonError as error:
            logging.getLogger("gnomon").warning("The question log was not written: %s", error)
