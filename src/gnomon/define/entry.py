"""One named body of a project file on its way to becoming a record, with its faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.base.errors import DefinitionError, InputError, Location
from gnomon.base.time import Grain, Window, parse_window
from gnomon.define.expressions import Allowed, ExpressionError, parse_expression, parse_query

if TYPE_CHECKING:
    from collections.abc import Callable

    from gnomon.define.document import Document, Path

__all__ = ["Entry"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A part of a file. Faults are collected, so that one reading shows them all.

    Attributes
    ----------
    path : Path
        Keys that lead to it.
    faults : list of DefinitionError
        Shared with everything below it; an entry with faults gives no record.
    """

    document: Document
    path: Path
    faults: list[DefinitionError]

    def below(self, *keys: str | int) -> Entry:
        """Part of this part; faults go to the same list."""
        return Entry(document=self.document, path=(*self.path, *keys), faults=self.faults)

    def where(self, *keys: str | int, key: bool = False) -> Location:
        """Place of this part or of one below it."""
        return self.document.where((*self.path, *keys), key=key)

    def report(self, message: str, code: str, *keys: str | int, key: bool = False) -> None:
        """Add a fault."""
        self.faults.append(DefinitionError(message, code=code, where=self.where(*keys, key=key)))

    def expression(self, text: str, *keys: str | int, allowed: Allowed = Allowed.ROWS) -> exp.Expr:
        """Parse an expression; a fault is reported at its place inside the file."""
        return self._parse(lambda: parse_expression(text, allowed=allowed), keys)

    def optional(self, text: str | None, *keys: str | int) -> exp.Expr | None:
        """Parse an expression that may be left out."""
        return None if text is None else self.expression(text, *keys)

    def query(self, text: str, *keys: str | int) -> exp.Expr:
        """Parse the query of a source."""
        return self._parse(lambda: parse_query(text), keys)

    def _parse(self, parse: Callable[[], exp.Expr], keys: tuple[str | int, ...]) -> exp.Expr:
        try:
            return parse()
        except ExpressionError as error:
            where = self.document.where_inside((*self.path, *keys), error.line, error.column)
            self.faults.append(DefinitionError(error.message, code=error.code, where=where))
            return exp.null()

    def window(self, text: str | None, *keys: str | int) -> Window | None:
        """Read a length of time that may be left out."""
        if text is None:
            return None
        try:
            return parse_window(text)
        except InputError as error:
            self.report(error.message, "DEF-116", *keys)
            return None

    def day(self, text: str | None, *keys: str | int) -> date | None:
        """Read a date that may be left out."""
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.report(
                f"{text!r} is no date. Write year-month-day, for example 2022-04-25.", "DEF-116", *keys
            )
            return None

    def grain(self, text: str | None, *keys: str | int) -> Grain | None:
        """Read a standard grain that may be left out."""
        if text is None:
            return None
        try:
            return Grain.parse(text)
        except InputError as error:
            self.report(error.message, "DEF-147", *keys)
            return None
