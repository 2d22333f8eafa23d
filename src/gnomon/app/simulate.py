"""Make the tables of a world in a folder, whole or not at all."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from gnomon.app.simulate_into import find_database, load_tables, new_database
from gnomon.app.simulate_tables import TableWriter
from gnomon.app.write_behind import WriteBehind
from gnomon.base.errors import InputError
from gnomon.engine.duckdb_maker import DuckDBMaker, Measure
from gnomon.sim import Table, World, check_world, choose_tables, plan_steps

__all__ = ["SimulatedTable", "SimulatedWorld", "Tick", "plan_world", "say_no_tick", "simulate"]

_MEMORY: Final = re.compile(r"\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)", re.IGNORECASE)
_BYTES_PER_USER_DAY: Final = 260
_BYTES_PER_USER: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """How far a world is.

    Attributes
    ----------
    done, steps : int
        Steps made, and all of them.
    rows : int
        Rows written so far.
    table : str
        Made last.
    """

    done: int
    steps: int
    rows: int
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedTable:
    """What was written of one table; `content` is a hash of its rows in any order, 16 hexadecimal digits."""

    name: str
    rows: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedWorld:
    """What was made.

    Attributes
    ----------
    seconds : float
        Wall time of all of it.
    """

    folder: Path
    tables: tuple[SimulatedTable, ...]
    seconds: float

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


def plan_world(*, users: int, days: int, seed: int, start: date) -> World:
    """Describe a world, or refuse one that cannot be made.

    Raises
    ------
    InputError
        If a number is out of range.
    """
    return check_world(World(users=users, days=days, seed=seed, start=start))


def say_no_tick(tick: Tick) -> None:
    """Keep quiet."""
    del tick


def _leave_as_is(folder: Path) -> None:
    """Add nothing to a folder."""
    del folder


def simulate(  # noqa: PLR0913 - the options of one command
    out: Path,
    world: World,
    *,
    tables: Iterable[str] = (),
    threads: int | None = None,
    memory: str = "4GB",
    into: str | None = None,
    say: Callable[[Tick], None] = say_no_tick,
    finish: Callable[[Path], None] = _leave_as_is,
) -> SimulatedWorld:
    """Write the tables of a world as Parquet, by day, with ``manifest.json`` beside them.

    Equal worlds give equal rows on any number of threads. The folder appears once everything is in it.

    Parameters
    ----------
    out : Path
        Folder to write; empty, or not there yet.
    world : World
        How large, from which seed, and what a scenario changes.
    tables : iterable of str
        Tables wanted; none means all.
    threads : int, optional
        Cores to use; all of them by default.
    memory : str
        Limit of memory, such as ``"4GB"``.
    into : str, optional
        Address of a new DuckDB file that gets the tables as well.
    say : callable
        Told after every step.
    finish : callable
        Given the folder when all tables are in it, before it appears.

    Raises
    ------
    InputError
        If an argument cannot be used, the folder holds anything, or there is no room.
    """
    begun = time.perf_counter()
    check_world(world)
    chosen = choose_tables(tables)
    _check_memory(memory)
    _refuse_used(out)
    target = None if into is None else find_database(into)
    _check_room(out, world, database=target)
    with new_database(target) as database, _whole_folder(out) as draft:
        spill = draft / ".spill"
        spill.mkdir()
        with DuckDBMaker(spill=spill, memory=memory, threads=threads) as maker:
            with WriteBehind(maker, is_parallel=threads != 1) as behind:
                writer = TableWriter(maker=maker, behind=behind, folder=draft, world=world)
                measures = _make_all(writer, chosen, say)
            if database is not None:
                load_tables(maker, database, draft, chosen)
        shutil.rmtree(spill)
        made = tuple(
            SimulatedTable(name=n, rows=m.rows, content=f"{m.content:016x}")
            for n, m in sorted(measures.items())
        )
        finish(draft)
        _write_manifest(draft, world, made)
    return SimulatedWorld(folder=out, tables=made, seconds=time.perf_counter() - begun)


def _make_all(
    writer: TableWriter, chosen: tuple[Table, ...], say: Callable[[Tick], None]
) -> dict[str, Measure]:
    steps = tuple(plan_steps(writer.world, chosen))
    for done, step in enumerate(steps, 1):
        writer.make(step)
        say(Tick(done=done, steps=len(steps), rows=writer.rows, table=step.table.name))
    writer.behind.finish_all()
    for table in chosen:
        writer.fill_empty(table)
    return {t.name: writer.measures.get(t.name, Measure()) for t in chosen if t.is_stored}


def _write_manifest(folder: Path, world: World, made: tuple[SimulatedTable, ...]) -> None:
    body = {
        "format": "gnomon.world/1",
        "users": world.users,
        "days": world.days,
        "seed": world.seed,
        "start": world.start.isoformat(),
        "tables": {t.name: {"rows": t.rows, "content": t.content} for t in made},
    }
    (folder / "manifest.json").write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")


def _check_memory(memory: str) -> None:
    if not _MEMORY.fullmatch(memory.strip()):
        raise InputError(f"{memory!r} is no size of memory. Write for example 4GB.", code="SIM-803")


def _refuse_used(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; name a folder.", code="INP-020")
    if out.is_dir() and any(out.iterdir()):
        raise InputError(
            f"{out} is not empty. Name a new or empty folder; nothing was written.", code="INP-020"
        )
    if not out.absolute().parent.is_dir():
        raise InputError(
            f"Cannot write {out}: the folder {out.absolute().parent} does not exist. Make it first.",
            code="INP-012",
        )


def _check_room(out: Path, world: World, *, database: Path | None) -> None:
    """Refuse a world that its place cannot hold; a database on the same disk takes as much again."""
    place = out.absolute().parent
    needed = world.users * (_BYTES_PER_USER + _BYTES_PER_USER_DAY * world.days)
    if (
        database is not None
        and database.parent.is_dir()
        and database.parent.stat().st_dev == place.stat().st_dev
    ):
        needed *= 2
    free = shutil.disk_usage(place).free
    if needed > free:
        raise InputError(
            f"A world of {world.users:,} users and {world.days:,} days needs about {needed / 1e9:,.1f} GB; "
            f"{place} has {free / 1e9:,.1f} GB free. Nothing was written.",
            code="SIM-802",
        )


@contextmanager
def _whole_folder(out: Path) -> Generator[Path]:
    target = out.absolute()
    draft = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        draft.mkdir()
        yield draft
        draft.replace(target)
    except OSError as error:
        raise InputError(f"Cannot write {out}: {error.strerror or error}.", code="INP-017") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
