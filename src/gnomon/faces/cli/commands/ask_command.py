"""``gnomon ask``: a question in, an answer out."""

from __future__ import annotations

from typing import Any, Final

import click

from gnomon.faces.cli.answers import answer_options, show_answer
from gnomon.faces.cli.question_options import question_options, run_question
from gnomon.faces.cli.session import global_options

__all__ = ["command"]

_EXAMPLES: Final = """\b
Examples:
  gnomon ask watch_hours --grain day --last 28d
  gnomon ask dau,wau --by country --grain week --last 8w --compare previous
  gnomon ask --saved weekly --csv -o weekly.csv
"""


@click.command("ask", epilog=_EXAMPLES)
@question_options
@click.option("--plan", "is_plan", is_flag=True, help="Show how the question would be answered, and stop.")
@answer_options
@global_options
def command(*, is_plan: bool, **options: Any) -> None:  # noqa: ANN401 - options of many types
    """Answer a question: metrics, over time and by dimensions.

    METRICS are one or several names, parted by commas or spaces.
    """
    if is_plan:
        click.echo(run_question(options, lambda project, question: project.plan(**question)))
        return
    answer = run_question(options, lambda project, question: project.ask(**question))
    show_answer(answer, options)
