"""``gnomon export``: reports in the shapes that regulators ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.imports import read_pairs
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint, working

if TYPE_CHECKING:
    from datetime import datetime

    from gnomon.app.regulatory import Export

__all__ = ["ccpa", "command", "dsa"]

_to = click.option(
    "--to",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="New or empty folder.",
)
_json = click.option(
    "--json", "as_json", is_flag=True, help="JSON document (gnomon.export/1) instead of the table."
)
_partial = click.option(
    "--partial",
    "is_partial",
    is_flag=True,
    help="Allow a period that begins before the data; a file tells the days.",
)
_day = click.DateTime(formats=["%Y-%m-%d"])


@click.group("export")
def command() -> None:
    """Write reports in the shapes that regulators ask for."""


@command.command("dsa-transparency")
@click.option("--start", metavar="DAY", required=True, type=_day, help="First day of the period.")
@click.option("--end", metavar="DAY", required=True, type=_day, help="Last day of the period.")
@_to
@click.option(
    "--service", metavar="NAME", default="", help="Name of the service; the project's label unless given."
)
@click.option(
    "--category",
    "categories",
    multiple=True,
    metavar="WORD=CATEGORY",
    help="Category of Annex I for a word of the data.",
)
@_partial
@_json
@global_options
def dsa(  # noqa: PLR0913 - one argument an option
    *,
    start: datetime,
    end: datetime,
    folder: Path,
    service: str,
    categories: tuple[str, ...],
    is_partial: bool,
    as_json: bool,
) -> None:
    """Write the transparency report of the EU Digital Services Act.

    Parts 1, 3 to 8 and 10 of Annex I of Implementing Regulation (EU) 2024/2835, as CSV; parts-to-fill.csv lists
    what people have to fill in, why and who. The period is a half-year or a calendar year that is over and
    loaded; one that begins before the data is refused without --partial. All files are written, or none.
    """
    from gnomon.app.project import load
    from gnomon.app.regulatory import export_dsa

    pairs = read_pairs(categories)
    with working("computing the report"), load(session().folder) as project:
        export = export_dsa(
            project, start.date(), end.date(), service=service, categories=pairs, is_partial=is_partial
        )
    _finish(export, folder, as_json=as_json)


@command.command("ccpa-7102")
@click.option("--year", required=True, type=int, help="Calendar year that is over.")
@_partial
@_to
@_json
@global_options
def ccpa(*, year: int, is_partial: bool, folder: Path, as_json: bool) -> None:
    """Write the table of consumers' requests that 11 CCR § 7102(a)(1) asks for.

    Per kind of request: received in the year, complied with in whole or in part, denied, median and mean days.
    """
    from gnomon.app.project import load
    from gnomon.app.regulatory import export_ccpa

    with working("computing the table"), load(session().folder) as project:
        export = export_ccpa(project, year, is_partial=is_partial)
    _finish(export, folder, as_json=as_json)


def _finish(export: Export, folder: Path, *, as_json: bool) -> None:
    """Write the files, then say which, what was checked and by when to publish."""
    from gnomon.app.regulatory import write_export

    files = write_export(export, folder)
    if as_json:
        print_document("gnomon.export/1", {"files": files, "export": export})
        return
    print_rows(("file", "rows"), [(f, len(t.rows)) for f, t in zip(files, export.tables, strict=True)])
    for note in export.notes:
        hint(note)
    hint(f"{len(export.checks)} sums hold. Publish by {export.publish_by}.")
