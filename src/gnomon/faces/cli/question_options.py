"""Options that make a question, shared by ``ask`` and ``sql``."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gnomon.faces.cli.completions import complete_dimensions, complete_metrics
from gnomon.faces.cli.session import session
from gnomon.faces.cli.terminal import working
from gnomon.records import COMPARISONS, Comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gnomon.app.project import Project

__all__ = [
    "question_options",
    "read_comparison",
    "read_instant",
    "read_moment",
    "run_question",
    "split_names",
    "to_question",
]

_DATE_LENGTH = len("2024-05-01")
T = TypeVar("T")
F = TypeVar("F", bound="Callable[..., object]")


def read_moment(text: str) -> date | datetime:
    """Read a day or a moment in ISO 8601.

    Raises
    ------
    click.BadParameter
        If it is neither.

    Examples
    --------
    >>> read_moment("2024-05-01"), read_moment("2024-05-01T12:30")
    (datetime.date(2024, 5, 1), datetime.datetime(2024, 5, 1, 12, 30))
    """
    try:
        return date.fromisoformat(text) if len(text) <= _DATE_LENGTH else datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date. Write 2024-05-01 or 2024-05-01T12:30.") from None


def read_instant(text: str) -> datetime:
    """Read a moment; a day alone is its first moment.

    Examples
    --------
    >>> read_instant("2024-05-01")
    datetime.datetime(2024, 5, 1, 0, 0)
    """
    moment = read_moment(text)
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - in the reporting zone, which the project knows


def read_comparison(text: str) -> Comparison:
    """Read a named comparison, or a window of its own: ``2024-04-01..2024-05-01``.

    Raises
    ------
    click.BadParameter
        If it is neither.
    """
    if ".." in text:
        start, _, end = text.partition("..")
        return Comparison(name="window", start=read_moment(start), end=read_moment(end))
    names = [c for c in COMPARISONS if c != "window"]
    if text not in names:
        raise click.BadParameter(
            f"{text!r} is none of {', '.join(names)}, nor a window such as 2024-04-01..2024-05-01."
        )
    return Comparison(name=text)


def question_options(function: F) -> F:
    """Add the argument METRICS and the options of a question."""
    options = (
        click.argument("metrics", nargs=-1, shell_complete=complete_metrics),
        click.option(
            "--by",
            metavar="NAMES",
            multiple=True,
            shell_complete=complete_dimensions,
            help="Dimensions to slice by: country,user.tier.",
        ),
        click.option(
            "--grain", metavar="GRAIN", help="day, week, month, quarter, year, hour … or a custom grain."
        ),
        click.option("--start", type=read_moment, metavar="DATE", help="First day or moment."),
        click.option(
            "--end", type=read_moment, metavar="DATE", help="Last day, included; or a moment, excluded."
        ),
        click.option(
            "--last", metavar="WINDOW", help="A window that ends with the last loaded period: 8w, 28d, 3m."
        ),
        click.option(
            "--where", metavar="SQL", help="Condition over dimensions and metrics: \"country = 'DE'\"."
        ),
        click.option(
            "--compare",
            type=read_comparison,
            metavar="WHAT",
            multiple=True,
            help="previous, last_week, last_4_weeks, last_year or a window START..END; may be repeated.",
        ),
        click.option(
            "--order-by", multiple=True, metavar="COLUMN", help="Column to order by; -COLUMN for descending."
        ),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Slices at most."),
        click.option(
            "--as-of",
            type=read_instant,
            metavar="DATE",
            help="Moment that counts as now.  [default: the clock]",
        ),
        click.option("--saved", metavar="NAME", help="A saved question of the project instead of METRICS."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def run_question(options: dict[str, Any], work: Callable[[Project, dict[str, Any]], T]) -> T:
    """Load the project, make the question from the options and do something with both."""
    question = to_question(options)
    saved: str | None = options["saved"]
    if not question["metrics"] and saved is None:
        raise click.UsageError("Missing METRICS. `gnomon list metrics` shows their names.")
    from gnomon.app.project import load

    with working("asking"), load(session().folder) as project:
        if saved is not None:
            given = {name: value for name, value in question.items() if value}
            question = project.saved_arguments(saved, given)
        return work(project, question)


def to_question(options: dict[str, Any]) -> dict[str, Any]:
    """Make the arguments of ``Project.ask`` from the options of a command."""
    plain = ("grain", "start", "end", "last", "where", "compare", "limit", "as_of")
    return {
        "metrics": split_names(options["metrics"]),
        "by": split_names(options["by"]),
        "order_by": split_names(options["order_by"]),
        **{name: options[name] for name in plain},
    }


def split_names(texts: Iterable[str]) -> tuple[str, ...]:
    """Split at commas that stand outside brackets.

    Examples
    --------
    >>> split_names(["a, b", "metric(bookings, listing)"])
    ('a', 'b', 'metric(bookings, listing)')
    """
    names: list[str] = []
    for text in texts:
        depth, start = 0, 0
        for position, sign in enumerate(text):
            depth += (sign == "(") - (sign == ")")
            if sign == "," and depth == 0:
                names.append(text[start:position])
                start = position + 1
        names.append(text[start:])
    return tuple(name.strip() for name in names if name.strip())
