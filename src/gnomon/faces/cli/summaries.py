"""Print a report in short: one line a metric, grouped by module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.tables import print_table
from gnomon.faces.cli.terminal import hint

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.records.report import Report, SummaryRow

__all__ = ["print_summary"]


def print_summary(report: Report, output: Path) -> None:
    """Print the last complete value of each metric beside what it is held against, then the page's name."""
    from gnomon.report import summarise

    rows = summarise(report)
    comparisons = dict.fromkeys(row.comparison for row in rows if row.comparison)
    compared = next(iter(comparisons)) if len(comparisons) == 1 else "compared"
    columns = [("Module", False), ("Metric", False), ("Period", False)]
    print_table([*columns, ("Value", True), (compared, True), ("Change", True)], _cells(rows))
    failed = [row for row in rows if row.failure]
    for row in failed:
        hint(f"{row.name} has no numbers: {row.failure}")
    if report.checks is not None:
        hint(f"{report.checks.passed} of {report.checks.total} checks passed.")
    click.echo(f"\n{output}")


def _cells(rows: tuple[SummaryRow, ...]) -> list[tuple[str, ...]]:
    from gnomon.report import name_module

    cells: list[tuple[str, ...]] = []
    module = None
    for row in rows:
        shown = name_module(row.module) if row.module != module else ""
        value = "failed" if row.failure else row.value
        label = f"{row.label} ({row.unit})" if row.unit else row.label
        cells.append((shown, label, row.period, value, row.compared, row.change))
        module = row.module
    return cells
