"""Tables of plain values: aligned columns on a terminal, plain text when piped."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from gnomon.faces.cli.terminal import output_console

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.table import Table

__all__ = ["Column", "build_table", "fits", "print_rows", "print_table"]

Column = tuple[str, bool]
_GAP: Final = 2
_MANY: Final = 1000  # more rows than a person reads; folding them would take seconds


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print left-aligned columns of text."""
    cells = [[("" if v is None else str(v)) for v in row] for row in rows]
    print_table([(c, False) for c in columns], cells)


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; on a terminal too narrow for it text is folded, then each row becomes a block.

    Parameters
    ----------
    columns : sequence of (str, bool)
        Heading, and whether the column holds numbers (aligned right, never folded).
    rows : sequence of sequence of str
        Cells.
    """
    if not sys.stdout.isatty() or len(rows) > _MANY:
        click.echo("\n".join(_lines(columns, rows)))
        return
    console = output_console()
    table = build_table(columns, rows, is_terminal=console.is_terminal)
    if _narrowest(columns, rows) > console.width:
        _print_blocks(console, columns, rows)
    else:
        console.print(table)


def fits(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    """Whether every cell of a table has room on the terminal without being folded; always when piped."""
    if not sys.stdout.isatty():
        return True
    return _total(_widths(columns, rows)) <= output_console().width


def build_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, is_terminal: bool) -> Table:
    """Build the table: bold headings and no frame; numbers never fold."""
    from rich.table import Table

    table = Table(
        box=None, pad_edge=False, header_style="bold" if is_terminal else "", padding=(0, _GAP, 0, 0)
    )
    for heading, is_number in columns:
        table.add_column(
            heading, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold"
        )
    for row in rows:
        table.add_row(*row)
    return table


def _lines(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Write plain lines that end with their last sign; a cell's own lines go below each other."""
    widths = _widths(columns, rows)
    yield _line([heading for heading, _ in columns], columns, widths)
    for row in rows:
        parts = [cell.split("\n") for cell in row]
        for depth in range(max(map(len, parts), default=1)):
            yield _line([p[depth] if depth < len(p) else "" for p in parts], columns, widths)


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    from rich.cells import cell_len

    padded: list[str] = []
    for cell, (_, is_number), width in zip(cells, columns, widths, strict=True):
        blank = " " * (width - cell_len(cell))
        padded.append(blank + cell if is_number else cell + blank)
    return (" " * _GAP).join(padded).rstrip()


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    from rich.cells import cell_len

    texts = zip([heading for heading, _ in columns], *rows, strict=True)
    return [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in texts]


def _narrowest(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """Measure the table with every text folded at its blanks."""
    numbers = [is_number for _, is_number in columns]
    folded = [
        [cell if is_number else "\n".join(cell.split()) for cell, is_number in zip(row, numbers, strict=True)]
        for row in ([heading for heading, _ in columns], *rows)
    ]
    return _total(_widths([("", False)] * len(columns), folded))


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * max(len(widths) - 1, 0)


def _print_blocks(console: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    for index, row in enumerate(rows):
        if index:
            console.print("")
        for (heading, _), cell in zip(columns, row, strict=True):
            console.print(f"{heading}: {cell}")
