"""Tables of plain values: aligned columns on a terminal, plain text when piped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.terminal import UNBOUNDED, output_console

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table

__all__ = ["Column", "build_table", "fits", "print_rows", "print_table"]

Column = tuple[str, bool]


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print left-aligned columns of text."""
    cells = [[("" if v is None else str(v)) for v in row] for row in rows]
    print_table([(c, False) for c in columns], cells)


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; on a terminal too narrow for it, one block a row.

    Parameters
    ----------
    columns : sequence of (str, bool)
        Heading, and whether the column holds numbers (aligned right).
    rows : sequence of sequence of str
        Cells.
    """
    console = output_console()
    table = build_table(columns, rows, is_terminal=console.is_terminal)
    if _measure(console, table).minimum > console.width:
        _print_blocks(console, columns, rows)
        return
    _print(console, table)


def fits(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    """Whether every cell of a table has room on the terminal without being folded."""
    console = output_console()
    table = build_table(columns, rows, is_terminal=console.is_terminal)
    return _measure(console, table).maximum <= console.width


def _measure(console: Console, table: Table) -> Measurement:
    """Measure what the table would take if the terminal had no end."""
    return console.measure(table, options=console.options.update(max_width=UNBOUNDED))


def build_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, is_terminal: bool) -> Table:
    """Build the table: bold headings and no frame; numbers never wrap."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold" if is_terminal else "", padding=(0, 2, 0, 0))
    for heading, is_number in columns:
        table.add_column(
            heading, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold"
        )
    for row in rows:
        table.add_row(*row)
    return table


def _print(console: Console, table: Table) -> None:
    """Print a table; piped lines end with their last sign."""
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as capture:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in capture.get().splitlines()))


def _print_blocks(console: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    for index, row in enumerate(rows):
        if index:
            console.print("")
        for (heading, _), cell in zip(columns, row, strict=True):
            console.print(f"{heading}: {cell}")
