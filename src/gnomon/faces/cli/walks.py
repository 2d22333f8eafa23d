"""What the commands for funnels and retention share: options of a question about one metric, and the table."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gnomon.faces.cli.completions import complete_dimensions, complete_metrics
from gnomon.faces.cli.question_options import read_instant, read_moment
from gnomon.faces.cli.tables import print_table
from gnomon.faces.cli.terminal import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["one_metric", "one_metric_options", "print_walk", "share", "slice_cells"]

F = TypeVar("F", bound="Callable[..., object]")


class _Share(float):
    """A part of a whole, shown in percent."""


def one_metric_options(function: F) -> F:
    """Add the argument NAME and the options of a question about one metric."""
    options = (
        click.argument("name", shell_complete=complete_metrics),
        click.option(
            "--by",
            metavar="NAMES",
            multiple=True,
            shell_complete=complete_dimensions,
            help="Dimensions of the entry.",
        ),
        click.option("--start", type=read_moment, metavar="DATE", help="First day of the entries."),
        click.option("--end", type=read_moment, metavar="DATE", help="Last day of the entries, included."),
        click.option(
            "--last", metavar="WINDOW", help="A window that ends with the last loaded period: 8w, 28d."
        ),
        click.option("--where", metavar="SQL", help="Condition over dimensions of the entry."),
        click.option("--as-of", type=read_instant, metavar="DATE", help="Moment that counts as now."),
        click.option("--json", "as_json", is_flag=True, help="JSON document."),
        click.option("--csv", "as_csv", is_flag=True, help="CSV; unknown values are empty."),
    )

    for option in reversed(options):
        function = option(function)
    return function


def one_metric(name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Make the options of a whole question from those of one about one metric."""
    rest: dict[str, Any] = {"grain": None, "compare": (), "order_by": (), "limit": None, "saved": None}
    return {**rest, **options, "metrics": (name,)}


def share(value: float | None) -> _Share | None:
    """Mark a number as a part of a whole."""
    return None if value is None else _Share(value)


def slice_cells(pairs: Iterable[tuple[str, object]]) -> list[object]:
    """Values of a slice; the null member is ``(none)``."""
    return ["(none)" if value is None else value for _, value in pairs]


def print_walk(
    columns: Sequence[tuple[str, bool]],
    rows: Sequence[Sequence[object]],
    *,
    as_csv: bool,
    notes: Iterable[str],
) -> None:
    """Print rows as a table with notes below it, or as CSV alone."""
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([heading for heading, _ in columns])
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
        return
    print_table(columns, [[_text(cell) for cell in row] for row in rows])
    for note in notes:
        hint(note)


def _text(cell: object) -> str:
    match cell:
        case None:
            return "…"
        case _Share():
            return f"{cell:.1%}"
        case float():
            return f"{cell:,.1f}"
        case int():
            return f"{cell:,}"
        case _:
            return str(cell)
