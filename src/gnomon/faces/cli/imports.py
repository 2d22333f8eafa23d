"""Print what an import wrote, and what it left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gnomon.app.import_dbt import ImportReport

__all__ = ["print_import", "read_pairs"]


def read_pairs(texts: Iterable[str]) -> dict[str, str]:
    """Read ``name=value`` texts.

    Raises
    ------
    click.BadParameter
        If one has no name or no equals sign.

    Examples
    --------
    >>> read_pairs(["schema=main"])
    {'schema': 'main'}
    """
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise click.BadParameter(f"{text!r} is no pair. Write name=value.")
        pairs[name] = value
    return pairs


def print_import(report: ImportReport) -> None:
    """Print the files written, then what was changed, dropped or is still wrong."""
    for file in report.files:
        click.echo(str(report.root / file))
    notes = [
        *(("dropped", n.kind, n.name, n.reason) for n in report.dropped),
        *(("changed", n.kind, n.name, n.reason) for n in report.changed),
        *(("wrong", "", "", fault) for fault in report.faults),
    ]
    if notes:
        click.echo("")
        print_rows(("", "what", "name", "why"), notes)
    counts = ", ".join(f"{count} {what}" for what, count in report.counts.items())
    hint(f"{counts} in {report.root}; {len(report.dropped)} dropped, {len(report.changed)} changed.")
