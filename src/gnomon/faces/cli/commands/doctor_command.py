"""``gnomon doctor``: whether everything is in place."""

from __future__ import annotations

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.tables import print_rows

__all__ = ["command"]


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.doctor/1).")
@global_options
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Check the installation, the project and its engine.

    Exit 1 if something is wrong. Passwords and tokens are never shown.
    """
    from gnomon.app.doctor import examine

    findings = examine(session().folder)
    if as_json:
        print_document("gnomon.doctor/1", {"findings": findings})
    else:
        print_rows(("", "what", "found"), [(f.status, f.target, f.text) for f in findings])
    ctx.exit(FOUND if any(f.status == "fail" for f in findings) else 0)
