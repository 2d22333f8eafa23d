"""``gnomon run``: prove a project; where it is watched, run its daily loop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.days import print_daily, say_interrupted
from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.proofs import print_proof
from gnomon.faces.cli.question_options import read_instant
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.terminal import stepping

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["command"]


@click.command("run")
@click.option(
    "--steps",
    metavar="LIST",
    help="Some of ask,watch,explain,report,deliver.  [default: all where gnomon.toml has a table watch, else ask]",
)
@click.option(
    "--watch", "is_watched", is_flag=True, help="All steps, also without a table watch in gnomon.toml."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Page of the step report.  [default: report.html in the project's folder]",
)
@click.option("--again", is_flag=True, help="Do steps again that are done; nobody is told anything twice.")
@click.option("--as-of", type=read_instant, metavar="DATE", help="Moment that counts as now.")
@click.option(
    "--all-rows", is_flag=True, help="Try cases on all rows of large tables, not on the latest days."
)
@click.option(
    "--json", "as_json", is_flag=True, help="JSON document (gnomon.run/1; gnomon.daily/1 of the loop)."
)
@global_options
@click.pass_context
def command(  # noqa: PLR0913 - one an option
    ctx: click.Context,
    *,
    steps: str | None,
    is_watched: bool,
    output: Path | None,
    again: bool,
    as_of: datetime | None,
    all_rows: bool,
    as_json: bool,
) -> None:
    """Prove the project, and where it is watched, run its daily loop.

    The step ask proves: columns that definitions name must exist in the engine, each oracle case must give the
    rows of its plain SQL, and every core metric (every metric where none is core) must compute. Of tables in
    folders by day with more than 20 million rows, cases read the latest 14 days. Then incidents are looked
    for (watch), explained (explain), shown on a page (report) and told (deliver).

    Each step is done once for each day and once more when data of that day came later; a run that was killed
    is taken up where it stopped, days that were missed are watched first and told in one message, and a second
    copy is refused. Exit 1 if a proof fails or an incident is new or changed.
    """
    from gnomon.app.daily.choose import choose_steps
    from gnomon.app.daily.loop import run_daily
    from gnomon.app.project import load
    from gnomon.app.run_project import prove_project

    with (
        say_interrupted(ctx),
        load(session().folder) as project,
        stepping("proving definitions") as (say, tick),
    ):
        chosen = choose_steps(project.model, steps, is_watched=is_watched)
        if chosen == ("ask",):
            proof, daily = prove_project(project, is_whole=all_rows), None
        else:
            proof, daily = None, run_daily(
                project, steps=chosen, now=as_of, output=output, again=again, is_whole=all_rows, say=say, tick=tick
            )  # fmt: skip
    if daily is not None:
        print_document("gnomon.daily/1", daily) if as_json else print_daily(daily)
    elif proof is not None:
        print_document("gnomon.run/1", proof) if as_json else print_proof(proof)
    done = daily or proof
    ctx.exit(0 if done is not None and done.is_passed else FOUND)
