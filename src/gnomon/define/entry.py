"""One named body of a project file on its way to becoming a record, with its faults."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.base.errors import DefinitionError, InputError, Location
from gnomon.base.time import Grain, Window, parse_moment, parse_window
from gnomon.define.document import Path
from gnomon.define.expressions import Allowed, ExpressionError, parse_expression, parse_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from gnomon.define.document import Document

__all__ = ["Entry", "is_in"]


def is_in(wounds: AbstractSet[Path], path: Path) -> bool:
    """Whether a part, or something around it, is among those at fault.

    Examples
    --------
    >>> is_in({("a", "b")}, ("a", "b", 0)), is_in({("a", "b")}, ("a",))
    (True, False)
    """
    return any(path[:depth] in wounds for depth in range(len(path) + 1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A part of a file. Faults are collected, so that one reading shows them all.

    A part at fault is a wound: what is said about it, or about anything inside it, afterwards would only
    follow from the first fault and is left out.

    Attributes
    ----------
    path : Path
        Keys that lead to it.
    faults : list of DefinitionError
        Shared with everything below it.
    wounds : set of Path
        Parts of the document at fault; shared as well.
    """

    document: Document
    path: Path
    faults: list[DefinitionError]
    wounds: set[Path] = field(default_factory=set[Path])

    def below(self, *keys: str | int) -> Entry:
        """Part of this part; faults go to the same list."""
        return replace(self, path=(*self.path, *keys))

    def where(self, *keys: str | int, key: bool = False) -> Location:
        """Place of this part or of one below it."""
        return self.document.where((*self.path, *keys), key=key)

    def report(
        self,
        message: str,
        code: str,
        *keys: str | int,
        key: bool = False,
        about: Iterable[Path] | None = None,
    ) -> None:
        """Add a fault, unless it only follows from one that is known.

        Parameters
        ----------
        message, code : str
            What is wrong.
        *keys : str or int
            Lead from this part to the place that is shown.
        key : bool
            Whether to show the place of the key, not of its value.
        about : iterable of Path, optional
            Parts that the fault speaks of, where they are others than the one shown; empty for a fault that
            says nothing about the rest.
        """
        parts = [keys] if about is None else list(about)
        if all(self.is_sound(*part) for part in parts):
            self.wounds.update((*self.path, *part) for part in parts)
            self.faults.append(DefinitionError(message, code=code, where=self.where(*keys, key=key)))

    def wound(self, *keys: str | int) -> None:
        """Mark a part as not to be judged."""
        self.wounds.add((*self.path, *keys))

    def is_sound(self, *keys: str | int) -> bool:
        """Whether neither a part nor anything around it is at fault."""
        return not self.wounds or not is_in(self.wounds, (*self.path, *keys))

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
        if not self.is_sound(*keys):
            return exp.null()
        try:
            return parse()
        except ExpressionError as error:
            self.wound(*keys)
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

    def moment(self, text: str | None, *keys: str | int) -> date | None:
        """Read a day or a moment that may be left out."""
        if text is None:
            return None
        try:
            return parse_moment(text)
        except InputError as error:
            self.report(error.message, "DEF-116", *keys)
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
