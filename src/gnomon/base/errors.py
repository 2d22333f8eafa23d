"""Every error that Gnomon raises on purpose: one root, a tree, stable codes.

::

    GnomonError
    ├── InputError              something a user wrote or asked; the text says how to mend it
    │   ├── DefinitionError     a project file                         DEF-1xx
    │   │   └── ProjectErrors   all faults of a project in one go
    │   ├── QuestionError       a question that cannot be answered     ASK-2xx
    │   │   └── UnknownNameError    (also a KeyError)
    │   └── DataError           data that cannot answer                DAT-3xx
    ├── EngineError             the engine refused, stopped or failed  ENG-4xx
    ├── StoreError              the product's own state                STO-5xx
    └── InternalError           our own bug: please report it          INT-900
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = [
    "DataError",
    "DefinitionError",
    "EngineError",
    "GnomonError",
    "InputError",
    "InternalError",
    "Location",
    "ProjectErrors",
    "QuestionError",
    "StoreError",
    "UnknownNameError",
    "nearest_hint",
    "nearest_names",
]


_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """A place in a project file; lines and columns count from 1, 0 means unknown.

    Examples
    --------
    >>> str(Location(file="metrics/growth.yml", line=14, column=3))
    'metrics/growth.yml:14:3'
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


def nearest_hint(name: str, known: Collection[str], *, otherwise: str = "") -> str:
    """Say which known names are nearest to a wrong one.

    Parameters
    ----------
    name : str
        What was written.
    known : collection of str
        What could have been meant.
    otherwise : str
        Said when nothing is near.

    Examples
    --------
    >>> nearest_hint("wach_time", ["watch_time", "plays"])
    'Did you mean watch_time?'
    """
    near = nearest_names(name, known)
    return f"Did you mean {', '.join(near)}?" if near else otherwise


def nearest_names(name: str, known: Collection[str]) -> list[str]:
    """Known names that are near to a wrong one, at most three, the nearest first.

    Examples
    --------
    >>> nearest_names("wach_time", ["watch_time", "plays"])
    ['watch_time']
    """
    return get_close_matches(name, sorted(known), n=3)


class GnomonError(Exception):
    """Root of every error raised on purpose.

    Parameters
    ----------
    message : str
        What is wrong, the nearest right answer and the next step.
    code : str, optional
        Stable code with a page of its own in the documentation.
    where : Location or str, optional
        The file and line, or the part of the question, at fault.
    """

    code: str = "GEN-000"
    __str__ = Exception.__str__

    def __init__(self, message: str, *, code: str | None = None, where: Location | str | None = None) -> None:
        self.message = message
        self.where = where
        if code is not None:
            self.code = code
        super().__init__(self._text())

    def _text(self) -> str:
        prefix = f"{self.where}: " if self.where else ""
        return f"{prefix}{self.message} [{self.code}]"


class InputError(GnomonError, ValueError):
    """Something that a user wrote or asked is wrong."""

    code = "INP-001"


class DefinitionError(InputError):
    """A project file is wrong."""

    code = "DEF-100"


class ProjectErrors(DefinitionError):  # noqa: N818 - it holds several
    """All faults of a project, or of one of its files, reported in one go.

    Parameters
    ----------
    errors : iterable of DefinitionError
        At least one.
    subject : str
        What they are faults of: a project, a scenario.

    Attributes
    ----------
    errors : tuple of DefinitionError
        In order of file and line.
    """

    code = "DEF-199"
    errors: tuple[DefinitionError, ...]

    def __init__(self, errors: Iterable[DefinitionError], *, subject: str = "project") -> None:
        self.errors = tuple(errors)
        count = len(self.errors)
        noun = "error" if count == 1 else "errors"
        lines = "\n".join(str(e) for e in self.errors)
        super().__init__(f"{count} {noun} in this {subject}:\n{lines}\n")

    def _text(self) -> str:
        return self.message.rstrip("\n")


class QuestionError(InputError):
    """A question that has no right answer as it stands."""

    code = "ASK-200"


class UnknownNameError(QuestionError, KeyError):
    """A question, filter or definition names something that does not exist."""

    code = "ASK-201"
    __str__ = Exception.__str__

    @classmethod
    def of(
        cls, kind: str, name: str, known: Collection[str], *, where: Location | str | None = None
    ) -> UnknownNameError:
        """Build the error with the nearest known names.

        Examples
        --------
        >>> str(UnknownNameError.of("metric", "wach_time", ["watch_time"]))
        "Unknown metric 'wach_time'. Did you mean watch_time? [ASK-201]"
        """
        hint = nearest_hint(name, known, otherwise=_known_names(kind, known))
        return cls(f"Unknown {kind} {name!r}. {hint}".rstrip(), where=where)


def _known_names(kind: str, known: Collection[str]) -> str:
    if not known:
        return f"There is no {kind} here yet."
    shown = ", ".join(sorted(known)[:_SHOWN])
    return f"Known: {shown}{', …' if len(known) > _SHOWN else ''}."


class DataError(InputError):
    """The data cannot answer the question asked of it."""

    code = "DAT-300"


class EngineError(GnomonError, RuntimeError):
    """The engine refused, stopped or failed."""

    code = "ENG-400"


class StoreError(GnomonError, RuntimeError):
    """The product's own state cannot be read or written."""

    code = "STO-500"


class InternalError(GnomonError, AssertionError):
    """A state that our own code should have made impossible."""

    code = "INT-900"
