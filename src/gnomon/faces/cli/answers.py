"""Show an answer: a table on the terminal, or JSON, CSV, Markdown, Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gnomon.faces.cli.tables import fits, print_table
from gnomon.faces.cli.terminal import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gnomon.app.answer import Answer, Shape
    from gnomon.app.answer_text import TextTable

__all__ = ["answer_options", "show_answer"]

F = TypeVar("F", bound="Callable[..., object]")


def answer_options(function: F) -> F:
    """Add the options that say how an answer is shown."""
    options = (
        click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.answer/1)."),
        click.option("--csv", "as_csv", is_flag=True, help="CSV; unknown values are empty."),
        click.option("--md", "as_md", is_flag=True, help="Markdown table."),
        click.option(
            "--parquet", type=click.Path(path_type=Path), metavar="FILE", help="Write a Parquet file."
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write JSON, CSV or Markdown to a file.",
        ),
        click.option(
            "--wide/--long",
            "is_wide",
            default=True,
            help="One row a period and slice, or also a row each metric.  [default: wide]",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def show_answer(answer: Answer, options: Mapping[str, Any]) -> None:
    """Render an answer as the options ask, files whole or not at all."""
    from gnomon.app.export_answer import write_answer, write_text

    shape: Shape = "wide" if options["is_wide"] else "long"
    output: Path | None = options["output"]
    form = _form(options) or (_form_of(output) if output else None)
    if options["parquet"]:
        write_answer(answer, options["parquet"], form="parquet", shape=shape)
        hint(f"Wrote {options['parquet']}.")
    if output and form:
        write_answer(answer, output, form=form, shape=shape)
        hint(f"Wrote {output}.")
    elif form:
        click.echo(write_text(answer, form=form, shape=shape), nl=False)
    elif not options["parquet"]:
        _print_answer(answer, shape=shape)
        return
    if form == "csv" or options["parquet"]:
        _tell_rules(answer)


def _tell_rules(answer: Answer) -> None:
    """Say how each metric is counted; forms that hold only numbers cannot say it themselves."""
    from gnomon.app.answer_text import count_rules

    for line in count_rules(answer):
        hint(line)


def _form(options: Mapping[str, Any]) -> str | None:
    chosen = [form for form in ("json", "csv", "md") if options[f"as_{form}"]]
    if len(chosen) > 1:
        raise click.UsageError(f"--{' and --'.join(chosen)} cannot go together; take one of them.")
    return chosen[0] if chosen else None


def _form_of(output: Path) -> str:
    form = {".json": "json", ".csv": "csv", ".md": "md", ".parquet": "parquet"}.get(output.suffix.lower())
    if form is None:
        raise click.UsageError(f"{output} does not say its form. Add --json, --csv or --md, or end it so.")
    return form


def _print_answer(answer: Answer, *, shape: Shape) -> None:
    from gnomon.app.export_answer import answer_table

    table = answer_table(answer, shape=shape)
    if shape == "wide" and not fits(_columns(table), table.rows):
        table = answer_table(answer, shape=shape, with_n=False)
    print_table(_columns(table), table.rows)
    if not table.rows:
        hint("No rows: no period or slice has data here.")
    _tell_rules(answer)
    for note in answer.notes:
        hint(note)
    hint(_summarise(answer, len(table.rows)))


def _summarise(answer: Answer, count: int) -> str:
    from gnomon.report.periods import name_moment

    through = f" Data complete to {name_moment(answer.complete_through)}." if answer.complete_through else ""
    return f"{count} {'row' if count == 1 else 'rows'} in {answer.cost.seconds:.2f} s.{through}"


def _columns(table: TextTable) -> list[tuple[str, bool]]:
    return [(c.heading, c.is_number) for c in table.columns]
