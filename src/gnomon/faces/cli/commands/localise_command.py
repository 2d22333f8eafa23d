"""``gnomon localise``: which segments of a table moved apart from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.tables import print_rows

if TYPE_CHECKING:
    from gnomon.records.localisation import Localisation

__all__ = ["command"]


@click.command("localise")
@click.argument("file", metavar="FILE")
@click.option("--dims", required=True, metavar="COL,COL", help="Dimensions to search in, one to eight.")
@click.option("--expected", required=True, metavar="COL", help="What was expected; NUM/DEN for a ratio.")
@click.option("--actual", required=True, metavar="COL", help="What was seen; NUM/DEN for a ratio.")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.localise/1).")
@global_options
def command(*, file: str, dims: str, expected: str, actual: str, as_json: bool) -> None:
    """Name the segments of a table that moved apart from the rest.

    FILE is a CSV or Parquet file with one row a cell: dimensions, and what was expected and seen.
    """
    from gnomon.app.localise import localise

    found = localise(file, _split(dims, ","), expected=_read_measure(expected), actual=_read_measure(actual))
    if as_json:
        print_document("gnomon.localise/1", found)
        return
    _print_found(found)


def _print_found(found: Localisation) -> None:
    from gnomon.base.shown_numbers import show_percent, show_value

    click.echo(f"{found.outcome}: {found.text}")
    if not found.segments:
        return
    click.echo()
    print_rows(
        ("segment", "expected", "actual", "effect", "95 % band", "share", "without it", "p"),
        [
            (
                s.name,
                show_value(s.expected),
                show_value(s.actual),
                show_value(s.effect),
                f"{show_value(s.low)} … {show_value(s.high)}",
                "" if s.share is None else show_percent(s.share),
                show_value(s.without),
                f"{s.pvalue:.2g}",
            )
            for s in found.segments
        ],
    )


def _read_measure(text: str) -> str | tuple[str, str]:
    top, slash, bottom = text.partition("/")
    return (top.strip(), bottom.strip()) if slash else text


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]
