"""``gnomon decompose``: parts of a change that sum to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.tables import print_table

if TYPE_CHECKING:
    from gnomon.records.explanation import Explanation

__all__ = ["command"]

_EXAMPLES: Final = """\b
Examples:
  gnomon decompose cube.csv --by country --before last --after now
  gnomon decompose cube.csv --by feed --before clicks0/plays0 --after clicks1/plays1
  gnomon decompose seen.parquet --by os --entity user --period week --before 1 --after 2
  gnomon decompose times.parquet --by os --value ms --quantile 0.9 --period week --before 1 --after 2
"""


@click.command("decompose", epilog=_EXAMPLES)
@click.argument("file", metavar="FILE")
@click.option("--by", required=True, metavar="COL", help="Dimension.")
@click.option(
    "--before", required=True, metavar="COL", help="Column before, NUM/DEN for a ratio; or a period."
)
@click.option("--after", required=True, metavar="COL", help="Column after, NUM/DEN for a ratio; or a period.")
@click.option("--period", metavar="COL", help="Column whose values --before and --after are.")
@click.option("--entity", metavar="COL", help="Count different values of this column.")
@click.option("--value", metavar="COL", help="Take a percentile of this column.")
@click.option("--quantile", type=float, default=0.5, show_default=True, help="Which one, between 0 and 1.")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.decompose/1).")
@global_options
def command(  # noqa: PLR0913 - one argument an option
    *, file: str, by: str, before: str, after: str, period: str | None, entity: str | None, value: str | None,
    quantile: float, as_json: bool,
) -> None:  # fmt: skip
    """Take a change apart over one dimension, so that the parts sum to it.

    FILE is a CSV or Parquet file: one row a segment with columns before and after; or, with --period, one row a user
    (--entity) or a value (--value).
    """
    from gnomon.app.decompose import decompose
    from gnomon.app.decompose_long import decompose_entities, decompose_percentile

    if (entity or value) and period is None:
        raise click.UsageError("--entity and --value need --period, the column that tells before from after.")
    if entity and value:
        raise click.UsageError("Give either --entity, to count, or --value, for a percentile.")
    if entity and period:
        found = decompose_entities(file, by, entity=entity, period=period, before=before, after=after)
    elif value and period:
        found = decompose_percentile(
            file, by, value=value, quantile=quantile, period=period, before=before, after=after
        )
    else:
        found = decompose(file, by, before=_read_measure(before), after=_read_measure(after))
    if as_json:
        print_document("gnomon.decompose/1", found)
        return
    _print_found(found, by)


def _print_found(found: Explanation, by: str) -> None:
    from gnomon.base.shown_numbers import show_percent, show_value

    change = found.change
    click.echo(
        f"{change.name}: {show_value(change.before)} → {show_value(change.after)}, {show_value(change.amount)}; "
        f"{found.method}"
    )
    click.echo()
    rows = [
        [
            one.name,
            one.part,
            show_value(one.before),
            show_value(one.after),
            show_value(one.amount),
            "" if one.share is None else show_percent(one.share),
        ]
        for one in found.contributions
    ]
    rows.append(["remainder", "", "", "", show_value(found.remainder), ""])
    numbers = [(name, True) for name in ("before", "after", "change", "share")]
    print_table([(by, False), ("part", False), *numbers], rows)
    for remark in found.remarks:
        click.echo(f"\n{remark}")


def _read_measure(text: str) -> str | tuple[str, str]:
    top, slash, bottom = text.partition("/")
    return (top.strip(), bottom.strip()) if slash else text
