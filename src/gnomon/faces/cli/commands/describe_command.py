"""``gnomon describe``: one metric or source in full."""

from __future__ import annotations

import click

from gnomon.faces.cli.completions import complete_names
from gnomon.faces.cli.descriptions import print_description
from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.session import global_options, session

__all__ = ["command"]


@click.command("describe")
@click.argument("name", metavar="METRIC|SOURCE", shell_complete=complete_names)
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.description/1).")
@global_options
def command(*, name: str, as_json: bool) -> None:
    """Explain a metric or a source: definition, lineage, SQL."""
    from gnomon.app.describe import describe

    description = describe(session().folder, name)
    if as_json:
        print_document("gnomon.description/1", description)
    else:
        print_description(description)
