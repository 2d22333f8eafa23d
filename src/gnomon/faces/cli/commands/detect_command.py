"""``gnomon detect``: what is out of the ordinary in any table of series."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.tables import print_table

if TYPE_CHECKING:
    from gnomon.app.detection import Detection

__all__ = ["command"]

_NUMBERS = ("value", "expected", "low", "high", "p_value")


@click.command("detect")
@click.argument("file", metavar="FILE")
@click.option("--time", required=True, metavar="COL", help="Column of the bucket's time.")
@click.option("--value", required=True, metavar="COL", help="Column of the number to watch.")
@click.option("--by", default="", metavar="COL,COL", help="Columns that tell series apart.")
@click.option("--n", metavar="COL", help="Denominators, when the value is a share of them.")
@click.option("--grain", metavar="GRAIN", help="5 minutes, hour, day, week …; guessed if not given.")
@click.option("--country", metavar="CODE", help="Whose holidays to expect: DE, US-CA.")
@click.option("--country-by", metavar="COL", help="Which of --by holds such codes, if they differ.")
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="A day of your own.",
)
@click.option("--budget", metavar="TEXT", help="False alerts you accept over all series: '2 per week'.")
@click.option("--all", "show_all", is_flag=True, help="Every bucket, not only anomalies.")
@click.option("--json", "form", flag_value="json", help="JSON document (gnomon.detect/1).")
@click.option("--csv", "form", flag_value="csv", help="CSV.")
@click.option("--parquet", metavar="PATH", help="Write every bucket to a Parquet file.")
@global_options
def command(
    *,
    file: str,
    by: str,
    country: str | None,
    form: str | None,
    parquet: str | None,
    **options: Any,  # noqa: ANN401 - options of many types
) -> None:
    """Say which values of any table of series are out of the ordinary.

    FILE is a CSV or Parquet file with one row a bucket and series. Exit code 1 if the last bucket of a
    series is an anomaly.
    """
    from gnomon.app.detect import detect
    from gnomon.app.write_detection import is_last_anomalous, write_detection, write_detection_text

    show_all = options.pop("show_all")
    names = [part.strip() for part in by.split(",") if part.strip()]
    found = detect(file, by=names, calendar=country, **options)
    if parquet:
        write_detection(found, Path(parquet))
    if form:
        click.echo(write_detection_text(found, form=form, only_anomalies=not show_all), nl=False)
    else:
        _print(found, show_all=show_all)
    sys.exit(int(is_last_anomalous(found)))


def _print(found: Detection, *, show_all: bool) -> None:
    table = found.data if show_all else found.anomalies()
    names = [name for name in table.column_names if name not in {"verdict", "incident"} or show_all]
    rows = [[_cell(name, row[name]) for name in names] for row in table.to_pylist()]
    if rows:
        print_table([(name, name in _NUMBERS) for name in names], rows)
        click.echo()
    click.echo(found.summary(), err=True)


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:.2g}" if name == "p_value" else f"{value:,.6g}"
    return str(value)
