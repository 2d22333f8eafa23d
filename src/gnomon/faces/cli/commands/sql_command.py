"""``gnomon sql``: the SQL that a question becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.question_options import question_options, run_question
from gnomon.faces.cli.session import global_options

if TYPE_CHECKING:
    from gnomon.app.project import Project

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
    sql, notes = run_question(options, lambda project, question: _write(project, question, dialect))
    for note in notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        print_document("gnomon.sql/1", {"dialect": dialect, "sql": sql, "notes": notes})
    else:
        click.echo(sql)


def _write(project: Project, question: dict[str, Any], dialect: str | None) -> tuple[str, tuple[str, ...]]:
    if dialect is None:
        return project.sql(**question), ()
    from gnomon.app.portable import translate_question

    asked = project.question(**question)
    found = translate_question(project.model, project.catalog, asked, dialect)
    return found.text, found.notes
