"""What an explanation needs of a project: definitions, an engine, and somebody who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gnomon.app.answer import Answer
    from gnomon.ask import Catalog
    from gnomon.define import Model
    from gnomon.engine import Engine
    from gnomon.records import Question

__all__ = ["Asker"]


class Asker(Protocol):
    """A project as those see it that a project calls itself."""

    @property
    def model(self) -> Model:
        """Checked definitions."""
        ...

    @property
    def engine(self) -> Engine:
        """Where the rows are."""
        ...

    @property
    def catalog(self) -> Catalog:
        """What is known of the data."""
        ...

    def ask_question(self, question: Question) -> Answer:
        """Answer a question."""
        ...
