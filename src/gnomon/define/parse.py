"""Reading the text of a YAML file; a body that is no YAML is left out and the rest is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol, cast

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from gnomon.base.errors import DefinitionError, Location
from gnomon.define.document import Document
from gnomon.define.yaml_builder import YamlBuilder

__all__ = ["parse_document", "read_document"]

_MOST_BROKEN: Final = 20  # bodies left out of one file; each costs a few more readings of it,
_MOST_SIGNS: Final = 1_000_000  # of so many signs together


def parse_document(text: str, file: str) -> Document:
    """Read YAML 1.2 text; what a project has no use for is refused.

    Parameters
    ----------
    text : str
        The file's text.
    file : str
        Its name in messages.

    Raises
    ------
    DefinitionError
        DEF-105 no YAML, DEF-106 aliases, tags or several documents, DEF-107 too deep, DEF-108 a key twice.

    Examples
    --------
    >>> doc = parse_document("metrics: {plays: {kind: count}}", "m.yml")
    >>> doc.data, str(doc.where(("metrics", "plays", "kind")))
    ({'metrics': {'plays': {'kind': 'count'}}}, 'm.yml:1:25')
    """
    document = read_document(text, file)
    if document.faults:
        raise document.faults[0]
    return document


def read_document(text: str, file: str, *, turn: int = 0) -> Document:
    r"""Read all of a file that can be read; the document keeps the faults.

    Parameters
    ----------
    text : str
        The file's text.
    file : str
        Its name in messages.
    turn : int
        Which value to take where a key stands several times.

    Examples
    --------
    >>> doc = read_document("metrics:\n  a: {kind: [}\n  b: {kind: count}", "m.yml")
    >>> doc.data, len(doc.faults), doc.lost
    ({'metrics': {'b': {'kind': 'count'}}}, 1, ('  a: {kind: [}',))
    """
    attempt, lines = _attempt(text, file, turn), text.split("\n")
    broken: list[DefinitionError] = []
    lost: list[str] = []
    most = min(_MOST_BROKEN, _MOST_SIGNS // max(len(text), 1))
    while attempt.fault is not None:
        broken.append(attempt.fault)
        best = None if len(broken) > most else _leave_out(lines, attempt, file, turn)
        if best is None:
            lost = [text]
            break
        span, attempt = best
        broken[-1] = _placed(broken[-1], span, lines)
        lost.append("\n".join(lines[span.start : span.stop]))
        lines = _blanked(lines, span)
    builder = attempt.builder
    return Document(
        file=file,
        data=attempt.data,
        marks=builder.marks,
        text=text,
        ends=builder.ends(),
        faults=(*broken, *builder.faults),
        wounds=frozenset(builder.wounds),
        alternatives=builder.alternatives(),
        lost=tuple(lost),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """One reading of a text: its data, or what stopped it and the lines (from 0) that may be to blame."""

    builder: YamlBuilder
    data: object = None
    fault: DefinitionError | None = None
    suspects: tuple[int, ...] = ()

    @property
    def reach(self) -> float:
        """How far it came."""
        return float("inf") if self.fault is None else self.suspects[-1]


def _attempt(text: str, file: str, turn: int) -> _Attempt:
    builder = YamlBuilder(file=file, turn=turn)
    try:
        return _Attempt(builder=builder, data=builder.read(text))
    except DefinitionError as error:
        line = error.where.line - 1 if isinstance(error.where, Location) else 0
        return _Attempt(builder=YamlBuilder(file=file), fault=error, suspects=(line,))
    except MarkedYAMLError as error:
        marked = cast("_Marked", error)
        marks = [mark for mark in (marked.context_mark, marked.problem_mark) if mark is not None]
        mark = marked.problem_mark or marked.context_mark
        where = (
            Location(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Location(file=file)
        )
        fault = DefinitionError(_syntax_message(marked), code="DEF-105", where=where)
        suspects = (builder.open_line, *(mark.line for mark in marks))
        return _Attempt(builder=YamlBuilder(file=file), fault=fault, suspects=suspects)
    except YAMLError as error:
        before = text[: cast("_Read", error).position] if isinstance(error, ReaderError) else ""
        line = before.count("\n")
        where = Location(file=file, line=line + 1, column=len(before) - before.rfind("\n"))
        reason = str(error).splitlines()[0]
        fault = DefinitionError(f"This is no YAML: {reason}.", code="DEF-105", where=where)
        return _Attempt(builder=YamlBuilder(file=file), fault=fault, suspects=(line,))


def _leave_out(lines: list[str], attempt: _Attempt, file: str, turn: int) -> tuple[range, _Attempt] | None:
    """Leave out the body that is to blame: of the suspects the one without which most can be read."""
    best: tuple[range, _Attempt] | None = None
    for span in dict.fromkeys(_body_around(lines, line) for line in attempt.suspects):
        if not any(line.strip() for line in lines[span.start : span.stop]):
            continue
        found = _attempt("\n".join(_blanked(lines, span)), file, turn)
        if best is None or found.reach > best[1].reach:
            best = (span, found)
    return best if best is not None and best[1].reach > attempt.reach else None


def _placed(fault: DefinitionError, span: range, lines: list[str]) -> DefinitionError:
    """A fault that a parser meets behind the body at fault, such as a quote that is never closed, begins in it."""
    where = fault.where
    if not isinstance(where, Location) or where.line - 1 in span:
        return fault
    column = _indent(lines[span.start]) + 1
    where = Location(file=where.file, line=span.start + 1, column=column)
    return DefinitionError(fault.message, code=fault.code, where=where)


def _blanked(lines: list[str], span: range) -> list[str]:
    return [*lines[: span.start], *([""] * len(span)), *lines[span.stop :]]


_SECTION = re.compile(r"[^\s#\-]")
_SAID = re.compile(r"\s*[^\s#]")


def _body_around(lines: list[str], line: int) -> range:
    """Lines of the named body, or of the item, that a line belongs to; else of the section."""
    line = min(line, len(lines) - 1)
    first = next((n for n in range(line, -1, -1) if _SECTION.match(lines[n])), 0)
    last = next((n for n in range(line + 1, len(lines)) if _SECTION.match(lines[n])), len(lines))
    said = [n for n in range(first + 1, last) if _SAID.match(lines[n])]
    indent = _indent(lines[said[0]]) if said else 0
    heads = [n for n in said if _indent(lines[n]) <= indent]
    start = next((n for n in reversed(heads) if n <= line), first)
    return range(start, next((n for n in heads if n > start), last) if start != first else last)


def _indent(line: str) -> int:
    line = line.expandtabs()
    return len(line) - len(line.lstrip())


def _syntax_message(error: _Marked) -> str:
    problem = (error.problem or "it cannot be read").strip()
    if "'\\t'" in problem:
        return "A tab stands where YAML wants spaces. Indent with spaces."
    context = f" {error.context.strip()}," if error.context else ""
    return f"This is no YAML:{context} {problem}."


class _Read(Protocol):
    """The part of the library's error about signs that is used here."""

    position: int


class _Place(Protocol):
    """The part of the library's marks that is used here."""

    line: int
    column: int


class _Marked(Protocol):
    """The part of the library's errors that is used here."""

    problem: str | None
    context: str | None
    problem_mark: _Place | None
    context_mark: _Place | None
