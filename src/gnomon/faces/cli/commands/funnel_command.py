"""``gnomon funnel``: all steps of a funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.question_options import run_question
from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.walks import one_metric, one_metric_options, print_walk, share, slice_cells

if TYPE_CHECKING:
    from gnomon.records.walk import FunnelTable

__all__ = ["command"]

_EXAMPLES: Final = """\b
Examples:
  gnomon funnel checkout --last 28d
  gnomon funnel checkout --by platform --json
"""


@click.command("funnel", epilog=_EXAMPLES)
@one_metric_options
@click.option("--grain", metavar="GRAIN", help="Also by period of the entry: day, week, month …")
@global_options
def command(*, name: str, as_json: bool, as_csv: bool, **options: Any) -> None:  # noqa: ANN401 - options of many types
    """Show all steps of a funnel: entities, shares and times."""
    table = run_question(one_metric(name, options), lambda project, asked: project.funnel(name, **asked))
    if as_json:
        print_document("gnomon.funnel/1", table)
    else:
        print_walk(_headings(table), _rows(table), as_csv=as_csv, notes=_notes(table))


def _headings(table: FunnelTable) -> list[tuple[str, bool]]:
    numbers = [table.counted, "of step before", "of first step", f"median {table.unit}"]
    return [*((key, False) for key in table.keys), ("step", False), *((name, True) for name in numbers)]


def _rows(table: FunnelTable) -> list[list[object]]:
    rows: list[list[object]] = []
    for s in table.steps:
        numbers = (share(s.step_rate), share(s.overall_rate), s.median_time)
        cells = ("" if number is None else number for number in numbers)
        rows.append([*slice_cells(s.slice), s.step, s.entities, *cells])
    return rows


def _notes(table: FunnelTable) -> list[str]:
    unfinished = (
        [] if table.is_complete else ["Some asked entries do not count yet: their window is not over."]
    )
    return [table.rule, *unfinished, *table.notes]
