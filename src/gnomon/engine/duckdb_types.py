"""DuckDB's type names in neutral words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gnomon.engine.protocol import NeutralType

__all__ = ["is_lossy", "neutral_type"]

_NEUTRAL: Final[Mapping[str, NeutralType]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "TINYINT",
                "SMALLINT",
                "INTEGER",
                "BIGINT",
                "HUGEINT",
                "UTINYINT",
                "USMALLINT",
                "UINTEGER",
                "UBIGINT",
            ),
            "integer",
        ),
        "UHUGEINT": "integer",
        "DECIMAL": "decimal",
        "FLOAT": "float",
        "DOUBLE": "float",
        **dict.fromkeys(("VARCHAR", "UUID", "ENUM", "JSON"), "text"),
        "BOOLEAN": "boolean",
        "DATE": "date",
        **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), "timestamp"),
        "TIMESTAMP WITH TIME ZONE": "timestamptz",
        "INTERVAL": "interval",
    }
)
_ARGUMENTS: Final = re.compile(r"\(.*\)\Z", re.DOTALL)
_LOSSY: Final = re.compile(r"\b(UHUGEINT|BIGNUM|VARINT)\b")


def neutral_type(engine_type: str) -> NeutralType:
    """Translate a DuckDB type.

    Examples
    --------
    >>> neutral_type("DECIMAL(18,2)"), neutral_type("HUGEINT"), neutral_type("INTEGER[]")
    ('decimal', 'integer', 'other')
    """
    return _NEUTRAL.get(_ARGUMENTS.sub("", engine_type).strip(), "other")


def is_lossy(engine_type: str) -> bool:
    """Whether values of the type change on their way into Arrow.

    UHUGEINT has 128 bits without a sign; Arrow reads them with one, so its largest value arrives as -1.

    Examples
    --------
    >>> is_lossy("UHUGEINT"), is_lossy("HUGEINT")
    (True, False)
    """
    return _LOSSY.search(engine_type) is not None
