"""``gnomon sim``: a world of short videos that makes data with known truth."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.terminal import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime

    from gnomon.app.simulate import Tick

__all__ = ["command"]

_UNITS = {"k": 1_000, "m": 1_000_000}


def _read_count(ctx: click.Context, parameter: click.Parameter, value: str) -> int:
    """Read a whole number; ``100k`` and ``1.5M`` are thousands and millions."""
    text = value.replace("_", "").replace(",", "").lower()
    try:
        return round(float(text.rstrip("km")) * _UNITS.get(text[-1:], 1))
    except (ValueError, OverflowError):
        message = f"{value!r} is no number of users. Write for example 20000, 100k or 1.5M."
        raise click.BadParameter(message, ctx=ctx, param=parameter) from None


def _list_scenarios(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    del parameter
    if not value or ctx.resilient_parsing:
        return
    from gnomon.app.scenarios import list_scenarios

    for line in list_scenarios():
        click.echo(f"{line.name:28} {', '.join(line.kinds):12} {line.title}")
    ctx.exit()


@click.command("sim")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--users",
    metavar="N",
    callback=_read_count,
    default="20k",
    show_default=True,
    help="Everybody who ever signs up.",
)
@click.option("--days", type=int, default=60, show_default=True, help="Days of the log.")
@click.option("--seed", type=int, default=7, show_default=True, help="Equal seeds make equal worlds.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-01-01",
    show_default=True,
    help="First day, UTC.",
)
@click.option(
    "--tables", default="", metavar="NAME,…", help="Only these and what they are made of.  [default: all]"
)
@click.option("--threads", type=click.IntRange(1), help="Cores to use.  [default: all]")
@click.option("--memory", default="4GB", show_default=True, help="Limit of memory.")
@click.option(
    "--into", metavar="URL", help="New DuckDB file that gets the tables as well (duckdb:///world.duckdb)."
)
@click.option(
    "--scenario", metavar="NAME|FILE", help="What happens in it; the truth is written as truth.json."
)
@click.option(
    "--list-scenarios",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_scenarios,
    help="Show every scenario that is shipped, and stop.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.sim/1).")
@global_options
def command(  # noqa: PLR0913 - the options of one command
    *,
    out: Path,
    users: int,
    days: int,
    seed: int,
    start: datetime,
    tables: str,
    threads: int | None,
    memory: str,
    into: str | None,
    scenario: str | None,
    as_json: bool,
) -> None:
    """Make the tables of a short-video product, with known truth.

    OUT gets Parquet: a folder a table with a folder a day, static tables as one file each, and manifest.json.
    It must be empty or not exist yet, and appears once everything is in it.
    """
    from gnomon.app.simulate import plan_world
    from gnomon.app.simulate_scenario import simulate_scenario

    world = plan_world(users=users, days=days, seed=seed, start=start.date())
    wanted = [name.strip() for name in tables.split(",") if name.strip()]
    with _progress() as say:
        made = simulate_scenario(
            out, world, scenario=scenario, tables=wanted, threads=threads, memory=memory, into=into, say=say
        )
    if as_json:
        print_document("gnomon.sim/1", made)
        return
    for table in made.tables:
        click.echo(f"{table.name:24} {table.rows:>14,}")
    hint(f"{made.rows:,} rows in {made.seconds:.1f} s: {made.rows / made.seconds:,.0f} a second")


@contextlib.contextmanager
def _progress() -> Generator[Callable[[Tick], None]]:
    """A bar on a terminal, else nothing."""
    if session().is_quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:>20}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[speed]:,.0f} a second"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rows=0, speed=0.0)

        def say(tick: Tick) -> None:
            seconds = bar.tasks[0].elapsed or 1.0
            bar.update(
                task,
                description=tick.table,
                total=tick.steps,
                completed=tick.done,
                rows=tick.rows,
                speed=tick.rows / seconds,
            )

        yield say
