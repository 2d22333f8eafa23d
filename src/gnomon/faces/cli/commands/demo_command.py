"""``gnomon demo``: from definitions to a report in one go."""

from __future__ import annotations

from pathlib import Path

import click

from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.summaries import print_summary
from gnomon.faces.cli.terminal import working

__all__ = ["command"]


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=Path("report.html"),
    show_default=True,
    help="Page to write.",
)
@global_options
def command(*, output: Path) -> None:
    """Run a whole project, from definitions to the report.

    Without --project it takes the small shop log that ships with Gnomon.
    """
    from gnomon.app.run_demo import run_demo

    with working("computing core indicators"):
        report = run_demo(session().project, output)
    print_summary(report, output)
