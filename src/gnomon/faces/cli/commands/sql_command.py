"""``gnomon sql``: the SQL that a question becomes."""

from __future__ import annotations

from typing import Any

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.question_options import question_options, run_question
from gnomon.faces.cli.session import global_options

__all__ = ["command"]


@click.command("sql")
@question_options
@click.option(
    "--dialect", help="Dialect to write: postgres, bigquery, spark …  [default: the project's engine]"
)
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.sql/1).")
@global_options
def command(*, dialect: str | None, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - options of many types
    """Show the SQL that a question becomes, in any dialect."""
    text = run_question(options, lambda project, question: project.sql(**question, dialect=dialect))
    if as_json:
        print_document("gnomon.sql/1", {"dialect": dialect, "sql": text})
    else:
        click.echo(text)
