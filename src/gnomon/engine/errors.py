"""What can go wrong between a SQL tree and its answer: a class and a stable code for each.

::

    EngineError                      ENG-400
    ├── EngineUrlError               ENG-401   the address of the engine
    ├── EngineOpenError              ENG-402   a database or driver that does not open
    ├── RefusedQueryError            ENG-410   not one plain query
    ├── RefusedAccessError           ENG-411   a file that the project did not declare
    ├── MissingTableError            ENG-420
    ├── MissingColumnError           ENG-421
    ├── SourceFileError              ENG-422   a declared file that is missing or damaged
    ├── ValueFaultError              ENG-423   a value that does not fit its type
    ├── ExpressionError              ENG-424   SQL that does not type-check
    ├── ParameterError               ENG-425   values bound to the query do not match it
    ├── LossyTypeError               ENG-426   a type that would lose digits on its way out
    ├── MemoryLimitError             ENG-430   (also a MemoryError)
    ├── TimeLimitError               ENG-431   (also a TimeoutError)
    ├── QueryCancelledError          ENG-432
    ├── EngineClosedError            ENG-433
    ├── ResultLimitError             ENG-434
    └── GeneratedSqlError            ENG-490   our own bug: please report it
"""

from __future__ import annotations

from gnomon.base.errors import EngineError

__all__ = [
    "EngineClosedError",
    "EngineOpenError",
    "EngineUrlError",
    "ExpressionError",
    "GeneratedSqlError",
    "LossyTypeError",
    "MemoryLimitError",
    "MissingColumnError",
    "MissingTableError",
    "ParameterError",
    "QueryCancelledError",
    "RefusedAccessError",
    "RefusedQueryError",
    "ResultLimitError",
    "SourceFileError",
    "TimeLimitError",
    "ValueFaultError",
]


class EngineUrlError(EngineError, ValueError):
    """The address of an engine cannot be read."""

    code = "ENG-401"


class EngineOpenError(EngineError):
    """A database or its driver does not open."""

    code = "ENG-402"


class RefusedQueryError(EngineError):
    """The tree is not one plain query, so the engine does not run it."""

    code = "ENG-410"


class RefusedAccessError(EngineError):
    """The query reaches for a file or function that the project did not declare."""

    code = "ENG-411"


class MissingTableError(EngineError):
    """The query names a table that the engine does not know."""

    code = "ENG-420"


class MissingColumnError(EngineError):
    """The query names a column that no relation in it carries."""

    code = "ENG-421"


class SourceFileError(EngineError):
    """A declared file is missing, damaged or of another shape than its siblings."""

    code = "ENG-422"


class ValueFaultError(EngineError):
    """A value cannot be cast, or a number leaves the range of its type."""

    code = "ENG-423"


class ExpressionError(EngineError):
    """An expression does not fit the types of its columns."""

    code = "ENG-424"


class ParameterError(EngineError):
    """The values bound to a query do not match its placeholders."""

    code = "ENG-425"


class LossyTypeError(EngineError):
    """A result column has a type that would lose digits outside the engine."""

    code = "ENG-426"


class MemoryLimitError(EngineError, MemoryError):
    """The query needs more memory than the engine may use."""

    code = "ENG-430"


class TimeLimitError(EngineError, TimeoutError):
    """The query ran longer than it may."""

    code = "ENG-431"


class QueryCancelledError(EngineError):
    """Somebody cancelled the query."""

    code = "ENG-432"


class EngineClosedError(EngineError):
    """The engine was closed before the query."""

    code = "ENG-433"


class ResultLimitError(EngineError):
    """The answer is larger than the engine may hand out."""

    code = "ENG-434"


class GeneratedSqlError(EngineError):
    """The engine cannot parse what Gnomon wrote: a bug of ours."""

    code = "ENG-490"
