"""Names of SQL dialects, checked where a person writes one."""

from __future__ import annotations

from gnomon.base.errors import QuestionError, nearest_hint

__all__ = ["check_dialect"]


def check_dialect(name: str) -> str:
    """Return the name as sqlglot writes it.

    Raises
    ------
    QuestionError
        If sqlglot knows no such dialect.

    Examples
    --------
    >>> check_dialect("Snowflake")
    'snowflake'
    """
    from sqlglot.dialects.dialect import Dialect

    known = [each for each in Dialect.classes if each]
    if name.lower() not in known:
        hint = nearest_hint(name.lower(), known, otherwise=f"Known: {', '.join(sorted(known))}.")
        raise QuestionError(f"Unknown SQL dialect {name!r}. {hint}", code="ASK-218", where="dialect")
    return name.lower()
