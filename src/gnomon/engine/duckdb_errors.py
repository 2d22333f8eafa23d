"""DuckDB's errors in our words: what, where, the nearest right name, the next step."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import duckdb

from gnomon.base.errors import EngineError
from gnomon.engine import errors as e

__all__ = ["translate_error", "translate_stream_error"]

_TABLE: Final = re.compile(r'Table with name "?(?P<name>.+?)"? does not exist')
_COLUMN: Final = (
    re.compile(r'Referenced column "(?P<name>.+?)" not found'),
    re.compile(r'does not have a column named "(?P<name>.+?)"'),
    re.compile(r'Referenced table "(?P<name>.+?)" not found'),
)
_NEAR: Final = re.compile(r'(?:Did you mean|Candidate bindings: ?:?|Candidate tables:)\s*(?P<names>"[^\n]+")')
_FILE_WORDS: Final = (
    "read_parquet",
    "read_csv",
    "read_json",
    "No magic bytes",
    "parquet",
    "CSV",
    "JSON",
    "glob",
)


def translate_error(error: duckdb.Error, *, sql: str) -> EngineError:
    """Turn an error of DuckDB into the one of ours that fits.

    Parameters
    ----------
    error : duckdb.Error
        What DuckDB raised while it ran `sql`.

    Returns
    -------
    EngineError
        To be raised by the caller, with `error` as its cause.
    """
    text = _plain(error)
    for kinds, build in _BUILDERS:
        if isinstance(error, kinds):
            return build(text, sql)
    return EngineError(f"DuckDB failed: {text}")


def translate_stream_error(error: OSError, *, sql: str) -> EngineError:
    """Turn an error that reached us through Arrow, as bare text, into the one of ours that fits."""
    text = str(error)
    for prefix, kind in _STREAM_KINDS.items():
        if text.startswith(prefix):
            return translate_error(kind(text), sql=sql)
    return EngineError(f"DuckDB failed: {text}")


def _plain(error: duckdb.Error) -> str:
    """Drop the excerpt of generated SQL and the prefix that repeats the error's class."""
    text = re.split(r"\n+LINE ", str(error), maxsplit=1)[0].strip()
    return re.sub(r"\A(?:[A-Z][A-Za-z ]+|INTERRUPT) Error: ", "", text)


def _near(text: str) -> str:
    found = _NEAR.search(text)
    if not found:
        return ""
    names = [
        n for n in re.findall(r'"([^"]+)"', found["names"]) if not n.startswith(("pg_", "duckdb_", "sqlite_"))
    ]
    return f" Did you mean {', '.join(names[:3])}?" if names else ""


def _catalog(text: str, sql: str) -> EngineError:
    table = _TABLE.search(text)
    if table:
        hint = _near(text) or " Check `table` of the source, and `engine` in gnomon.toml."
        return e.MissingTableError(f"The database has no table {table['name']!r}.{hint}")
    return _expression(text, sql)


def _binder(text: str, sql: str) -> EngineError:
    for pattern in _COLUMN:
        column = pattern.search(text)
        if column:
            hint = _near(text) or " Check the expression that names it."
            return e.MissingColumnError(f"No relation in the query has a column {column['name']!r}.{hint}")
    return _expression(text, sql)


def _expression(text: str, sql: str) -> EngineError:
    first = text.partition("\n\tCandidate functions")[0]
    return e.ExpressionError(f"DuckDB cannot make sense of an expression: {first}. The query: {_short(sql)}")


def _memory(text: str, _sql: str) -> EngineError:
    reason = text.partition("\n")[0]
    return e.MemoryLimitError(
        f"The query needs more memory than it may use ({reason}). Ask for fewer dimensions or a shorter "
        "time span, or raise `memory_limit` in gnomon.toml."
    )


def _invalid(text: str, sql: str) -> EngineError:
    if "prepared statement parameters" in text or "argument/count mismatch" in text:
        return e.ParameterError(f"The values do not match the placeholders of the query: {text}")
    return _file(text, sql) if any(word in text for word in _FILE_WORDS) else _value(text, sql)


def _file(text: str, _sql: str) -> EngineError:
    return e.SourceFileError(f"A source file cannot be read: {text}. Check the `file` of the source.")


def _value(text: str, sql: str) -> EngineError:
    if any(word in text for word in ("CSV", "read_csv")):
        return _file(text, sql)
    return e.ValueFaultError(
        f"A value does not fit its type: {text}. Mend the rows, or use TRY_CAST in the expression."
    )


def _access(text: str, _sql: str) -> EngineError:
    return e.RefusedAccessError(f"{text}. Only files that a source declares can be read.")


def _cancelled(_text: str, _sql: str) -> EngineError:
    return e.QueryCancelledError("The query was cancelled.")


def _syntax(text: str, sql: str) -> EngineError:
    return e.GeneratedSqlError(
        f"DuckDB cannot parse a query that Gnomon wrote: {text}. This is a bug of Gnomon; please report it "
        f"with the query: {_short(sql)}"
    )


def _short(sql: str, limit: int = 400) -> str:
    return sql if len(sql) <= limit else f"{sql[:limit]}…"


_STREAM_KINDS: Final[Mapping[str, type[duckdb.Error]]] = MappingProxyType(
    {
        "INTERRUPT": duckdb.InterruptException,
        "Out of Memory": duckdb.OutOfMemoryException,
        "Permission": duckdb.PermissionException,
        "IO": duckdb.IOException,
        "Conversion": duckdb.ConversionException,
        "Out of Range": duckdb.OutOfRangeException,
        "Mismatch Type": duckdb.TypeMismatchException,
        "Invalid Input": duckdb.InvalidInputException,
    }
)
_Builder = Callable[[str, str], EngineError]
_BUILDERS: Final[tuple[tuple[tuple[type[duckdb.Error], ...], _Builder], ...]] = (
    ((duckdb.InterruptException,), _cancelled),
    ((duckdb.OutOfMemoryException,), _memory),
    ((duckdb.PermissionException,), _access),
    ((duckdb.ParserException, duckdb.SyntaxException), _syntax),
    ((duckdb.CatalogException,), _catalog),
    ((duckdb.BinderException,), _binder),
    ((duckdb.IOException,), _file),
    ((duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.TypeMismatchException), _value),
    ((duckdb.InvalidInputException,), _invalid),
)
