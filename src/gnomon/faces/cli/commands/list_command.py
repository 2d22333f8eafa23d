"""``gnomon list``: names of what is defined."""

from __future__ import annotations

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint

__all__ = ["command"]

_WHAT = ("metrics", "dimensions", "sources", "goals", "questions", "kinds")


@click.command("list")
@click.argument("what", type=click.Choice(_WHAT), default="metrics")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.list/1).")
@global_options
def command(*, what: str, as_json: bool) -> None:
    """List metrics, dimensions, sources, goals, questions or kinds."""
    from gnomon.app.list_definitions import list_definitions

    listing = list_definitions(session().folder, what)
    if as_json:
        rows = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
        print_document("gnomon.list/1", {"what": what, "rows": rows})
    elif listing.rows:
        print_rows(listing.columns, listing.rows)
    else:
        hint(f"This project has no {what} yet.")
