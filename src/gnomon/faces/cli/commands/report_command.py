"""``gnomon report``: core indicators as one page."""

from __future__ import annotations

from pathlib import Path

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.summaries import print_summary
from gnomon.faces.cli.terminal import working

__all__ = ["command"]


@click.command("report")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=Path("report.html"),
    show_default=True,
    help="Page to write.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.report/1) instead of the table.")
@global_options
@click.pass_context
def command(ctx: click.Context, *, output: Path, as_json: bool) -> None:
    """Write the report of core indicators as one HTML page.

    Exit 1 if a metric has no numbers; the page says why in its place.
    """
    from gnomon.app.project import load
    from gnomon.app.write_report import write_report

    with working("computing core indicators"), load(session().folder) as project:
        report = write_report(project, output, is_watched=project.model.settings.watch.is_stated)
    if as_json:
        print_document("gnomon.report/1", {"output": output, "report": report})
    else:
        print_summary(report, output)
    ctx.exit(FOUND if any(section.failure for section in report.sections) else 0)
