"""Settings of the engine, judged when a project is read: its address and how much memory it may take."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from gnomon.base.errors import nearest_hint

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["check_address", "check_memory", "known_schemes"]

_BUILTIN: Final = ("duckdb",)
_GROUP: Final = "gnomon.engines"
_MEMORY = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*([A-Za-z]+|%)\s*\Z")
_UNITS: Final = ("B", "K", "M", "G", "T", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB")
_LEAST: Final = 2**20
_FULL: Final = 100


def check_address(url: str, entry: Entry, *keys: str) -> None:
    """Report an address that no engine knows; what it holds behind the scheme may be secret and is not shown."""
    scheme, known = _scheme(url), known_schemes()
    if scheme not in known:
        hint = nearest_hint(scheme, known, otherwise=f"Known: {', '.join(sorted(known))}.")
        shown = f"the scheme {scheme!r}" if scheme else "an address without a scheme"
        advice = "Write for example duckdb:///warehouse.duckdb."
        entry.report(f"No engine knows {shown}. {hint} {advice}", "DEF-122", *keys)
    elif scheme == "duckdb":
        _check_duckdb(url, entry, keys)


def known_schemes() -> set[str]:
    """Schemes of the engines that are installed.

    Examples
    --------
    >>> "duckdb" in known_schemes()
    True
    """
    return {*_BUILTIN, *(point.name for point in entry_points(group=_GROUP))}


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _check_duckdb(url: str, entry: Entry, keys: tuple[str, ...]) -> None:
    parts = urlsplit(url)
    options = parse_qs(parts.query, keep_blank_values=True)
    value = options.pop("read_only", ["true"])[-1]
    if parts.netloc:
        message = "The address has two slashes before its path. Write three: duckdb:///warehouse.duckdb."
        entry.report(message, "DEF-122", *keys)
    elif options or value not in ("true", "false"):
        message = (
            "The address has an option that is not known. The only one is read_only=true or read_only=false."
        )
        entry.report(message, "DEF-122", *keys)


def check_memory(text: str | None, entry: Entry, *keys: str) -> None:
    """Report what is no amount of memory, or too little to start with."""
    if text is None:
        return
    found = _MEMORY.match(text)
    sizes = {name.lower(): _size(name) for name in _UNITS}
    unit = found[2].lower() if found else ""
    if found is None or (unit != "%" and unit not in sizes):
        entry.report(
            f"{text!r} is no amount of memory. Write a number and a unit: 4GB or 70%.", "DEF-112", *keys
        )
        return
    amount = float(found[1])
    if unit == "%" and not 0 < amount <= _FULL:
        entry.report(
            f"{text!r} is no share of the memory. Write a percentage from 1% to 100%.", "DEF-112", *keys
        )
    elif unit != "%" and amount * sizes[unit] < _LEAST:
        entry.report(f"{text!r} is too little memory to start with. Write 100MB or more.", "DEF-112", *keys)


def _size(unit: str) -> int:
    base = 2**10 if "i" in unit else 10**3
    return base ** ("BKMGT".index(unit[0]))
