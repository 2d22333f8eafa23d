"""Look over the installation, the project and its engine."""

from __future__ import annotations

import calendar
import glob
import os
import platform
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gnomon.app.open_model import declared_files, open_model
from gnomon.base.errors import GnomonError
from gnomon.define.load import load_model
from gnomon.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gnomon.define import Model

__all__ = ["examine", "redact"]

_PACKAGES: Final = (
    "duckdb",
    "sqlglot",
    "pyarrow",
    "altair",
    "vl-convert-python",
    "pydantic",
    "click",
    "rich",
)
_OPTIONAL: Final = ("polars", "pandas")
_MEMORY_FLOOR: Final = 1_000_000_000
_DISK_FLOOR: Final = 1_000_000_000


def examine(folder: str | Path) -> tuple[Finding, ...]:
    """Look at everything that a question needs, and say what does not hold.

    Parameters
    ----------
    folder : str or Path
        The project's folder; without a project only the installation is looked at.
    """
    return (*_installation(), *_project(Path(folder)))


def redact(url: str) -> str:
    """Hide passwords, tokens and other secrets of an address.

    Examples
    --------
    >>> redact("postgresql://me:secret@db.example/shop?sslmode=require&password=x")
    'postgresql://me:***@db.example/shop?sslmode=require&password=***'
    """
    parts = urlsplit(url)
    place = re.sub(r":[^:@/]*@", ":***@", parts.netloc)
    query = re.sub(
        r"(?i)([^=&]*(?:pass|pwd|token|secret|key|credential)[^=&]*)=[^&]*", r"\1=***", parts.query
    )
    shown = urlunsplit(parts._replace(netloc=place, query=query))
    return url if (place, query) == (parts.netloc, parts.query) else shown


def _installation() -> Iterator[Finding]:
    yield Finding(rule="doctor", target="gnomon", status="pass", text=_version("gnomon-metrics"))
    python = platform.python_version()
    yield Finding(
        rule="doctor",
        target="python",
        status="pass",
        text=f"{python} on {platform.system()} {platform.machine()}",
    )
    for package in _PACKAGES:
        found = _version(package)
        yield Finding(
            rule="doctor",
            target=package,
            status="pass" if found else "fail",
            text=found or "missing: install gnomon-metrics again",
        )
    for package in _OPTIONAL:
        found = _version(package)
        yield Finding(
            rule="doctor",
            target=package,
            status="pass",
            text=found or f"not installed (only to_{package}() needs it)",
        )
    yield _zones()
    yield _memory()
    yield _disk()
    encoding = sys.getfilesystemencoding()
    yield Finding(
        rule="doctor",
        target="file names",
        status="pass" if encoding.lower() == "utf-8" else "warn",
        text=encoding if encoding.lower() == "utf-8" else f"{encoding}; set PYTHONUTF8=1",
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _zones() -> Finding:
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding(
            rule="doctor", target="time zones", status="fail", text="no data: install the package tzdata"
        )
    return Finding(
        rule="doctor",
        target="time zones",
        status="pass",
        text=f"data found (tzdata {_version('tzdata') or 'of the system'})",
    )


def _memory() -> Finding:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return Finding(rule="doctor", target="memory", status="pass", text="size unknown on this system")
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    text = f"{size / 1e9:.1f} GB, {os.cpu_count()} processors"
    return Finding(
        rule="doctor", target="memory", status="pass" if size >= _MEMORY_FLOOR else "warn", text=text
    )


def _disk() -> Finding:
    import tempfile

    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free for large sorts"
    return Finding(
        rule="doctor", target="temporary space", status="pass" if free >= _DISK_FLOOR else "warn", text=text
    )


def _project(folder: Path) -> Iterator[Finding]:
    try:
        model = load_model(folder)
    except GnomonError as error:
        is_missing = error.code == "DEF-101"
        yield Finding(
            rule="doctor", target="project", status="warn" if is_missing else "fail", text=str(error)
        )
        return
    counts = f"{len(model.sources)} sources, {len(model.metrics)} metrics, {len(model.cases)} cases"
    yield Finding(
        rule="doctor",
        target="project",
        status="pass",
        text=f"{model.settings.name} in {model.root}: {counts}",
    )
    yield from _settings(model)
    yield from _files(model)
    yield _engine(model)


def _settings(model: Model) -> Iterator[Finding]:
    settings = model.settings
    limits = f"memory {settings.memory_limit or 'default'}, threads {settings.threads or 'all'}"
    timeout = f"{settings.timeout_seconds:g} s a query" if settings.timeout_seconds else "no time limit"
    weekday = calendar.day_name[settings.week_start - 1]
    text = f"{settings.timezone}, weeks start on {weekday}, {limits}, {timeout}"
    yield Finding(rule="doctor", target="settings", status="pass", text=text)


def _files(model: Model) -> Iterator[Finding]:
    for path in declared_files(model):
        pattern = os.path.relpath(model.root / path, model.root)
        found = glob.glob(str(model.root / path), recursive=True)  # noqa: PTH207 - an absolute pattern
        unreadable = [f for f in found if not os.access(f, os.R_OK)]
        if not found:
            yield Finding(
                rule="doctor",
                target=pattern,
                status="fail",
                text="no such file; look at `file` of its source",
            )
        elif unreadable:
            yield Finding(
                rule="doctor", target=pattern, status="fail", text=f"cannot be read: {unreadable[0]}"
            )
        else:
            size = sum(Path(f).stat().st_size for f in found)
            yield Finding(
                rule="doctor",
                target=pattern,
                status="pass",
                text=f"{len(found)} {'file' if len(found) == 1 else 'files'}, {size / 1e6:.2f} MB",
            )


def _engine(model: Model) -> Finding:
    from sqlglot import exp

    shown = redact(model.settings.engine)
    try:
        with open_model(model) as engine:
            engine.execute(exp.select(exp.Literal.number(1).as_("one")))
    except GnomonError as error:
        text = str(error).replace(model.settings.engine, shown)
        return Finding(rule="doctor", target="engine", status="fail", text=f"{shown}: {text}")
    return Finding(rule="doctor", target="engine", status="pass", text=f"{shown} answers")
