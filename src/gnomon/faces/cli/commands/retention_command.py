"""``gnomon retention``: cohorts by periods after the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.question_options import run_question, split_names
from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.walks import one_metric, one_metric_options, print_walk, share, slice_cells

if TYPE_CHECKING:
    from gnomon.records.walk import RetentionGrid

__all__ = ["command"]

_EXAMPLES: Final = """\b
Examples:
  gnomon retention d7_retention --on 1,7,30 --last 60d
  gnomon retention monthly_retention --on 1,2,3 --by country --csv
"""


@click.command("retention", epilog=_EXAMPLES)
@one_metric_options
@click.option("--on", "on", metavar="NUMBERS", default="", help="Periods after the entry: 1,7,30.")
@global_options
def command(*, name: str, as_json: bool, as_csv: bool, on: str, **options: Any) -> None:  # noqa: ANN401 - options of many types
    """Show retention as a grid: cohorts by periods after the entry."""
    ons = _read_numbers(on)
    grid = run_question(
        one_metric(name, options), lambda project, asked: project.retention(name, ons, **asked)
    )
    if as_json:
        print_document("gnomon.retention/1", grid)
    else:
        print_walk(_headings(grid), _rows(grid, with_average=not as_csv), as_csv=as_csv, notes=_notes(grid))


def _read_numbers(text: str) -> tuple[int, ...]:
    parts = split_names([text])
    if not all(part.isdecimal() for part in parts):
        raise click.BadParameter(f"{text!r} is no list of numbers such as 1,7,30.", param_hint="--on")
    return tuple(int(part) for part in parts)


def _headings(grid: RetentionGrid) -> list[tuple[str, bool]]:
    texts = [(name, False) for name in ("cohort", *grid.keys)]
    return [*texts, (grid.counted, True), *((f"{grid.every} {on}", True) for on in grid.ons)]


def _rows(grid: RetentionGrid, *, with_average: bool) -> list[list[object]]:
    rows: list[list[object]] = [
        [
            row.cohort.isoformat(),
            *slice_cells(row.slice),
            row.size,
            *(share(cell.value) for cell in row.cells),
        ]
        for row in grid.cohorts
    ]
    if with_average and grid.cohorts:
        size = sum(row.size for row in grid.cohorts if row.is_known)
        rows.append(
            ["average", *("" for _ in grid.keys), size, *(share(cell.value) for cell in grid.average)]
        )
    return rows


def _notes(grid: RetentionGrid) -> list[str]:
    is_open = any(cell.value is None for row in grid.cohorts for cell in row.cells)
    opened = ["… is not over yet, and in no average."] if is_open else []
    return [grid.rule, *opened, *grid.notes]
