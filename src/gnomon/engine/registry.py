"""Find the engine that an address asks for: built-ins, then the entry-point group ``gnomon.engines``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final, cast
from urllib.parse import urlsplit

from gnomon.base.errors import nearest_hint
from gnomon.engine.errors import EngineOpenError, EngineUrlError
from gnomon.engine.protocol import Engine, EngineOptions

__all__ = ["BUILTIN", "engine_schemes", "open_engine"]

_GROUP: Final = "gnomon.engines"

BUILTIN: Final[tuple[EntryPoint, ...]] = (
    EntryPoint(name="duckdb", value="gnomon.engine.duckdb:DuckDBEngine", group=_GROUP),
)


def engine_schemes() -> Mapping[str, EntryPoint]:
    """Every scheme that :func:`open_engine` knows; loads no driver.

    Raises
    ------
    EngineOpenError
        If two engines claim one scheme.

    Examples
    --------
    >>> "duckdb" in engine_schemes()
    True
    """
    found: dict[str, EntryPoint] = {}
    for point in (*BUILTIN, *entry_points(group=_GROUP)):
        if point.name in found:
            raise EngineOpenError(
                f"Two engines claim {point.name!r}: {found[point.name].value} and {point.value}. "
                "Uninstall one."
            )
        found[point.name] = point
    return found


def open_engine(  # noqa: PLR0913 - the settings of one block in gnomon.toml
    url: str,
    *,
    project_dir: Path,
    files: Sequence[str] = (),
    timezone: str = "UTC",
    memory_limit: str | None = None,
    threads: int | None = None,
    timeout_seconds: float | None = None,
    result_limit_bytes: int = 2 * 2**30,
) -> Engine:
    """Open the engine behind an address.

    Parameters
    ----------
    url : str
        Such as ``duckdb:///:memory:`` or ``duckdb:///warehouse.duckdb``.
    project_dir : pathlib.Path
        Folder that relative paths start from.
    files : sequence of str
        Files and globs that may be read; nothing else can be.
    timezone : str
        IANA zone of the session.
    memory_limit : str, optional
        Such as ``"4GB"``; 70 % of the machine's memory unless given.
    threads : int, optional
        One for each core unless given.
    timeout_seconds : float, optional
        Wall time of one query; no limit unless given.
    result_limit_bytes : int
        Size that one answer may have in memory; 2 GiB unless given.

    Raises
    ------
    EngineUrlError
        If no engine knows the scheme.
    EngineOpenError
        If the driver is missing or the database does not open.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> with open_engine("duckdb:///:memory:", project_dir=Path()) as engine:
    ...     engine.execute(parse_one("select 6 * 7 as answer")).table.to_pylist()
    [{'answer': 42}]
    """
    scheme = urlsplit(url).scheme
    known = engine_schemes()
    if scheme not in known:
        hint = nearest_hint(scheme, known, otherwise=f"Known: {', '.join(sorted(known))}.")
        raise EngineUrlError(f"No engine knows the address {url!r}. {hint}")
    options = EngineOptions(
        project_dir=project_dir,
        files=tuple(files),
        timezone=timezone,
        memory_limit=memory_limit,
        threads=threads,
        timeout_seconds=timeout_seconds,
        result_limit_bytes=result_limit_bytes,
    )
    return _load(known[scheme]).open(url, options)


def _load(point: EntryPoint) -> type[Engine]:
    try:
        return cast("type[Engine]", point.load())
    except ImportError as error:
        raise EngineOpenError(
            f"The engine {point.name!r} needs a package that is not installed: {error}. "
            "Install it and try again."
        ) from error
