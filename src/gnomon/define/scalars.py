"""Scalars of YAML: which text without quotes is a number, a truth or nothing."""

from __future__ import annotations

import re

__all__ = ["is_plain_text", "read_plain"]

# The core schema of YAML 1.2.2, section 10.3.2: no yes/no, no dates, no base 60.
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_INT = re.compile(r"0o([0-7]+)\Z|0x([0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_INF = re.compile(r"[-+]?\.(inf|Inf|INF)\Z")
_NAN = frozenset((".nan", ".NaN", ".NAN"))


def read_plain(text: str) -> object:
    """Value of a scalar without quotes: nothing, a truth, a number, or its own text.

    Examples
    --------
    >>> read_plain("3"), read_plain("yes"), read_plain("~")
    (3, 'yes', None)
    """
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if text[0] not in "0123456789+-.":
        return text
    return _number(text)


def is_plain_text(text: str) -> bool:
    """Whether text without quotes is read as that text again, not as a number, a truth or nothing."""
    is_text = bool(text) and isinstance(read_plain(text), str) and text.isprintable() and text == text.strip()
    # In a list on one line YAML takes what follows the question mark on its own: ``[?*]`` is an alias.
    return is_text and not text.startswith("?")


def _number(text: str) -> object:
    if _INT.match(text):
        return int(text)
    other = _OTHER_INT.match(text)
    if other:
        return int(other[1], 8) if other[1] else int(other[2], 16)
    if _FLOAT.match(text):
        return float(text)
    if _INF.match(text):
        return float(text.replace(".", ""))
    return float("nan") if text in _NAN else text
