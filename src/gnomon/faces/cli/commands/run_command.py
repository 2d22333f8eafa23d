"""``gnomon run``: prove a project."""

from __future__ import annotations

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.proofs import print_proof
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.terminal import working

__all__ = ["command"]


@click.command("run")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.run/1).")
@click.option(
    "--all-rows", is_flag=True, help="Try cases on all rows of large tables, not on the latest days."
)
@global_options
@click.pass_context
def command(ctx: click.Context, *, as_json: bool, all_rows: bool) -> None:
    """Prove the project: columns, oracle cases, core metrics.

    Columns that definitions name must exist in the engine, each oracle case must give the rows of its plain
    SQL, and every core metric (every metric where none is core) must compute. Exit 1 if anything fails.
    Of tables in folders by day with more than 20 million rows, cases read the latest 14 days.
    """
    from gnomon.app.run_project import run_project

    with working("proving definitions against data"):
        proof = run_project(session().folder, is_whole=all_rows)
    if as_json:
        print_document("gnomon.run/1", proof)
    else:
        print_proof(proof)
    ctx.exit(0 if proof.is_passed else FOUND)
