"""``gnomon lint``: what definitions lack."""

from __future__ import annotations

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint

__all__ = ["command"]


@click.command("lint")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.lint/1).")
@global_options
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Say what definitions lack; exit 1 if anything."""
    from gnomon.app.lint_project import lint_project

    findings = lint_project(session().folder)
    found = [f for f in findings if f.status != "pass"]
    if as_json:
        print_document("gnomon.lint/1", {"findings": findings})
    elif found:
        print_rows(("", "where", "rule", "finding"), [(f.status, f.where, f.rule, f.text) for f in found])
    hint(f"{len(findings) - len(found)} core metrics certified, {len(found)} findings.")
    ctx.exit(FOUND if found else 0)
