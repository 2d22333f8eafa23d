"""``gnomon init``: a new project from a data file, or from packs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.terminal import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.app.init_pack import StartedPacks
    from gnomon.app.init_project import NewFile

__all__ = ["command"]


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="Parquet, CSV or JSON-lines file to start from.",
)
@click.option(
    "--pack", "packs", multiple=True, metavar="PACK,…", help="Packs to start from; see gnomon packs."
)
@click.option("--all", "is_all", is_flag=True, help="All packs.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder of tables for the packs; metrics whose tables or columns it lacks are left out.",
)
@click.option("--timezone", default="UTC", show_default=True, help="Zone in which days begin.")
@click.option(
    "--drop-repeats",
    "drops_repeats",
    is_flag=True,
    help="Count each key of the packs' events once; questions cost more.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and stop.")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.init/1).")
@global_options
@click.pass_context
def command(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    *,
    folder: Path,
    source: Path | None,
    packs: tuple[str, ...],
    is_all: bool,
    data: Path | None,
    timezone: str,
    drops_repeats: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Start a project from a data file, or from packs of core indicators.

    With --from, reads the file's columns and writes gnomon.toml, one source and three metrics that run. With
    --pack or --all, writes ready metrics, goals and oracle cases, and sources.yml, in which you say where your
    tables are. DIR must be empty or not exist yet. Exit 1 if the data leaves no metric.
    """
    if any(not text.strip(" ,") for text in packs):
        raise click.UsageError(
            "--pack names no pack; write --pack growth, or --all. gnomon packs lists them."
        )
    if (source is not None) + bool(packs or is_all) != 1:
        raise click.UsageError("Say what to start from: --from FILE, or --pack NAME (or --all).")
    if source is not None and drops_repeats:
        raise click.UsageError("--drop-repeats belongs to --pack and --all.")
    if source is not None and data is not None:
        raise click.UsageError("--data belongs to --pack and --all; --from names its own file.")
    if source is not None:
        _from_file(folder, source, timezone=timezone, is_dry=dry_run, as_json=as_json)
        return
    from gnomon.app.init_pack import init_packs
    from gnomon.app.list_packs import pack_names

    started = init_packs(
        folder,
        pack_names(packs, is_all=is_all),
        data=data,
        timezone=timezone,
        drops_repeats=drops_repeats,
        is_dry=dry_run,
    )
    if as_json:
        print_document("gnomon.init/1", started)
    else:
        _print_files(started.files, is_dry=dry_run)
        _tell(started)
    ctx.exit(0 if started.metrics else FOUND)


def _from_file(folder: Path, source: Path, *, timezone: str, is_dry: bool, as_json: bool) -> None:
    from gnomon.app.init_project import init_project

    started = init_project(folder, source, timezone=timezone, is_dry=is_dry)
    if as_json:
        print_document("gnomon.init/1", started)
        return
    _print_files(started.files, is_dry=is_dry)
    hint(f"Next: gnomon ask {started.question} --project {folder}")


def _print_files(files: Sequence[NewFile], *, is_dry: bool) -> None:
    for file in files:
        click.echo(f"# {file.path}\n{file.text}" if is_dry else str(file.path))


def _tell(started: StartedPacks) -> None:
    """Say what fell away and what to do next."""
    for fallen in started.fallen:
        click.echo(f"left out  {fallen.metric}: there is no {', no '.join(fallen.missing)}", err=True)
    for name in started.unsliced:
        click.echo(f"left out  dimension {name}: its column is missing", err=True)
    if not started.metrics:
        click.echo("No metric can be computed from these tables; nothing was written.", err=True)
    elif started.is_checked:
        hint(f"{len(started.metrics)} metrics. Next: gnomon run --project {started.folder}")
    else:
        sources = started.folder / "sources.yml"
        hint(f"Next: say in {sources} where your tables are, then gnomon run --project {started.folder}")
