"""``gnomon import``: definitions from another tool."""

from __future__ import annotations

from pathlib import Path

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.imports import print_import, read_pairs
from gnomon.faces.cli.session import global_options

__all__ = ["command", "dbt"]


@click.group("import")
def command() -> None:
    """Bring in definitions from another tool."""


@command.command("dbt")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--into",
    metavar="PROJECT",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the new project.",
)
@click.option("--engine", metavar="URL", help="Where the tables are: duckdb:///warehouse.duckdb.")
@click.option("--var", "variables", multiple=True, metavar="NAME=VALUE", help="Value for $NAME in the files.")
@click.option(
    "--table", "tables", multiple=True, metavar="MODEL=TABLE", help="Table that holds a dbt model's rows."
)
@click.option(
    "--dialect",
    metavar="NAME",
    default="duckdb",
    show_default=True,
    help="SQL dialect that the dbt project is written in, such as snowflake.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.import/1).")
@global_options
@click.pass_context
def dbt(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    *,
    folder: Path,
    into: Path,
    engine: str | None,
    variables: tuple[str, ...],
    tables: tuple[str, ...],
    dialect: str,
    as_json: bool,
) -> None:
    """Read the semantic layer of a dbt project and write Gnomon files.

    DIR is the dbt project or its semantic_manifest.json. What cannot be carried over is listed by name with
    the reason; exit 1 if there is any.
    """
    from gnomon.app.import_dbt import import_dbt

    report = import_dbt(
        folder,
        into=into,
        engine_url=engine,
        variables=read_pairs(variables),
        tables=read_pairs(tables),
        dialect=dialect,
    )
    if as_json:
        print_document("gnomon.import/1", report)
    else:
        print_import(report)
    ctx.exit(FOUND if report.dropped or report.faults else 0)
