"""``gnomon demo``: from definitions to a report in one go."""

from __future__ import annotations

from pathlib import Path

import click

from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.proofs import print_failures
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.summaries import print_summary
from gnomon.faces.cli.terminal import hint

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
@click.pass_context
def command(ctx: click.Context, *, output: Path) -> None:
    """Run a whole project, from definitions to the report.

    Without --project it takes the small shop log that ships with Gnomon. Definitions are read, columns
    checked, answers held against plain SQL, then core metrics computed and drawn. Exit 1 if anything fails.
    """
    from gnomon.app.run_demo import run_demo

    demo = run_demo(session().project, output, say=hint)
    hint(f"done in {demo.seconds:.1f} s")
    print_failures(demo.proof)
    if demo.report is not None:
        print_summary(demo.report, output)
    ctx.exit(0 if demo.is_passed else FOUND)
