"""``gnomon init``: a new project from a data file."""

from __future__ import annotations

from pathlib import Path

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.terminal import hint

__all__ = ["command"]


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "data",
    required=True,
    type=click.Path(path_type=Path),
    help="Parquet, CSV or JSON-lines file to start from.",
)
@click.option("--timezone", default="UTC", show_default=True, help="Zone in which days begin.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and stop.")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.init/1).")
@global_options
def command(*, folder: Path, data: Path, timezone: str, dry_run: bool, as_json: bool) -> None:
    """Start a project from a Parquet or CSV file.

    Reads the file's columns and writes gnomon.toml, one source and three metrics that run. DIR must be empty
    or not exist yet.
    """
    from gnomon.app.init_project import init_project

    started = init_project(folder, data, timezone=timezone, is_dry=dry_run)
    if as_json:
        print_document("gnomon.init/1", started)
        return
    for file in started.files:
        click.echo(f"# {file.path}\n{file.text}" if dry_run else str(file.path))
    hint(f"Next: gnomon ask {started.question} --project {folder}")
