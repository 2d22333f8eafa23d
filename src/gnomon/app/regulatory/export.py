"""An export: tables of text and numbers, and the sums that hold them together."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gnomon.base.errors import DataError

__all__ = ["Cell", "Check", "Export", "Table", "refuse_broken", "write_csv"]

Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One file of an export.

    Attributes
    ----------
    name : str
        Name of the file, without its folder.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A sum that must hold.

    Attributes
    ----------
    text : str
        What is added up to what.
    parts, whole : float
        Both numbers.
    """

    text: str
    parts: float
    whole: float

    @property
    def holds(self) -> bool:
        """Whether both numbers are the same."""
        return self.parts == self.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is to be published, of which period, and by when.

    Attributes
    ----------
    publish_by : date
        Last day on which it may be published.
    checks : tuple of Check
        Sums that hold.
    notes : tuple of str
        What a reader should know before it is published.
    """

    kind: str
    start: date
    end: date
    publish_by: date
    tables: tuple[Table, ...]
    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()


def refuse_broken(checks: Sequence[Check]) -> None:
    """Refuse what does not add up.

    Raises
    ------
    DataError
        With both numbers of every sum that does not hold.

    Examples
    --------
    >>> refuse_broken([Check(text="notices by category", parts=3, whole=3)])
    """
    broken = [f"{c.text}: {c.parts:g}, not {c.whole:g}" for c in checks if not c.holds]
    if broken:
        raise DataError(
            f"The export does not add up; nothing was written. {'; '.join(broken)}.", code="DAT-331"
        )


def write_csv(table: Table) -> str:
    r"""Write a table as RFC 4180 has it: a line of names, commas, doubled quotes, CR LF.

    Examples
    --------
    >>> write_csv(Table(name="t.csv", columns=("a", "b"), rows=((1, "x, y"), (2.5, None))))
    'a,b\r\n1,"x, y"\r\n2.5,\r\n'
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(["" if cell is None else _plain(cell) for cell in row])
    return buffer.getvalue()


def _plain(cell: str | float) -> str | int | float:
    """Round a number to what such a table shows: whole where it is whole, else four places."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else round(cell, 4)
    return cell
