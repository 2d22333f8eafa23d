"""``gnomon import``: definitions from another tool."""

from __future__ import annotations

from pathlib import Path

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.session import global_options

__all__ = ["command", "dbt"]


@click.group("import")
def command() -> None:
    """Bring in definitions from another tool."""


@command.command("dbt")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--into", required=True, type=click.Path(path_type=Path), help="Folder of the project to write."
)
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.import/1).")
@global_options
def dbt(*, folder: Path, into: Path, as_json: bool) -> None:
    """Read the semantic layer of a dbt project and write Gnomon files."""
    from gnomon.app.import_dbt import import_dbt

    outcome = import_dbt(folder, into)
    if as_json:
        print_document("gnomon.import/1", outcome)
