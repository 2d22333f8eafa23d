"""Words: errors, time and fingerprints that every room uses."""

from __future__ import annotations

from gnomon.base.errors import (
    DataError,
    DefinitionError,
    EngineError,
    GnomonError,
    InputError,
    InternalError,
    Location,
    ProjectErrors,
    QuestionError,
    UnknownNameError,
)
from gnomon.base.hashing import fingerprint
from gnomon.base.time import DatePart, Grain, Window, check_zone, parse_window

__all__ = [
    "DataError",
    "DatePart",
    "DefinitionError",
    "EngineError",
    "GnomonError",
    "Grain",
    "InputError",
    "InternalError",
    "Location",
    "ProjectErrors",
    "QuestionError",
    "UnknownNameError",
    "Window",
    "check_zone",
    "fingerprint",
    "parse_window",
]
