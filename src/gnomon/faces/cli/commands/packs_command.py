"""``gnomon packs``: the core indicators that come with the package."""

from __future__ import annotations

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint

__all__ = ["command"]


@click.command("packs")
@click.argument("packs", metavar="[PACK]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.packs/1).")
@global_options
def command(*, packs: tuple[str, ...], as_json: bool) -> None:
    """List the packs of core indicators and their metrics.

    Without a name all packs are listed.
    """
    from gnomon.app.list_packs import list_packs

    metrics = list_packs(packs)
    if as_json:
        print_document("gnomon.packs/1", {"metrics": metrics})
        return
    rows = [
        (m.pack, m.name, m.label, m.kind, m.direction, "guardrail" if m.guardrail else "") for m in metrics
    ]
    print_rows(("pack", "name", "label", "kind", "good", ""), rows)
    hint("Next: gnomon init DIR --pack PACK,PACK")
