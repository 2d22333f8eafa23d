"""``gnomon explain``: why a metric changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from gnomon.faces.cli.completions import complete_dimensions, complete_metrics
from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.question_options import split_names
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.tables import print_table
from gnomon.faces.cli.terminal import hint, working

if TYPE_CHECKING:
    from gnomon.records.investigation import Investigation, Split

__all__ = ["command"]

_ROWS: Final = 8
_EXAMPLES: Final = """\b
Examples:
  gnomon explain dau --period 2026-01-20
  gnomon explain watch_hours --period 2026-W04 --baseline last_week --by country,platform
"""


@click.command("explain", epilog=_EXAMPLES)
@click.argument("metric", shell_complete=complete_metrics)
@click.option(
    "--period", required=True, metavar="WHEN", help="A day, days A..B, a week 2026-W04 or a month 2026-01."
)
@click.option(
    "--baseline",
    default="expected",
    show_default=True,
    metavar="WHAT",
    help="expected, previous, last_week, last_year or days A..B.",
)
@click.option(
    "--by",
    metavar="NAMES",
    multiple=True,
    shell_complete=complete_dimensions,
    help="Dimensions to search in.  [default: those that the metric allows]",
)
@click.option("--expected", type=float, metavar="NUMBER", help="What the value was expected to be.")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.explain/1).")
@global_options
def command(
    *, metric: str, period: str, baseline: str, by: tuple[str, ...], expected: float | None, as_json: bool
) -> None:
    """Look into a change of a metric: data, mix, events, segments and drivers.

    METRIC is a name.
    """
    from gnomon.app.project import load

    with working("explaining"), load(session().folder) as project:
        found = project.explain(
            metric, period=period, baseline=baseline, by=split_names(by), expected=expected
        )
    if as_json:
        print_document("gnomon.explain/1", found)
        return
    _print_found(found)


def _print_found(found: Investigation) -> None:
    click.echo(f"{found.label}, {found.period}: {found.outcome}")
    click.echo()
    for sentence in found.sentences:
        click.echo(f"- {sentence}")
    for split in found.splits:
        click.echo()
        _print_split(split)
    for note in found.assumptions:
        hint(note)


def _print_split(split: Split) -> None:
    from gnomon.base.shown_numbers import show_percent, show_value

    usual = {(u.name, u.part): u for u in split.usual}
    rows: list[list[str]] = []
    contributions = split.explanation.contributions
    for one in contributions[:_ROWS]:
        band = usual.get((one.name, one.part))
        rows.append(
            [
                one.name,
                one.part,
                show_value(one.before),
                show_value(one.after),
                show_value(one.amount),
                "" if one.share is None else show_percent(one.share),
                "" if band is None else f"± {show_value(band.high)}{' !' if band.is_unusual else ''}",
            ]
        )
    hidden = contributions[_ROWS:]
    if hidden:
        rest = sum(c.amount for c in hidden)
        rows.append([f"{len(hidden)} others", "", "", "", show_value(rest), "", ""])
    heads = [(split.dimension, False), ("part", False)]
    numbers = [(name, True) for name in ("before", "after", "change", "share", "usual")]
    print_table([*heads, *numbers], rows)
