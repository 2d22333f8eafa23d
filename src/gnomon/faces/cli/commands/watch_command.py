"""``gnomon watch``: what is out of the ordinary in a project, and what would have been."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from gnomon.faces.cli.completions import complete_dimensions, complete_metrics
from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.question_options import read_instant
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.terminal import counting
from gnomon.faces.cli.watching import print_backtest, print_watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["backtest", "command"]

F = TypeVar("F", bound="Callable[..., object]")

_as_of = click.option("--as-of", type=read_instant, metavar="DATE", help="Moment that counts as now.")


def _series(function: F) -> F:
    """Add the options that choose series."""
    options = (
        click.option(
            "-m",
            "--metric",
            "metrics",
            multiple=True,
            metavar="NAME",
            shell_complete=complete_metrics,
            help="Watch this metric; repeat for more.  [default: those of the project]",
        ),
        click.option(
            "--by",
            multiple=True,
            metavar="NAME",
            shell_complete=complete_dimensions,
            help="Watch the values of this dimension apart.",
        ),
        click.option("--totals", is_flag=True, help="Totals alone, no slices."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.group("watch", invoke_without_command=True)
@_series
@click.option(
    "--days",
    type=click.IntRange(1, 1000),
    default=7,
    show_default=True,
    help="Raise anomalies of so many days.",
)
@_as_of
@click.option("--points", is_flag=True, help="With --json: every bucket of these days, not only anomalies.")
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.watch/1).")
@global_options
@click.pass_context
def command(  # noqa: PLR0913 - one an option
    ctx: click.Context,
    *,
    metrics: tuple[str, ...],
    by: tuple[str, ...],
    totals: bool,
    days: int,
    as_of: datetime | None,
    points: bool,
    as_json: bool,
) -> None:
    """Say what is out of the ordinary in the project's metrics and their slices.

    Anomalies that are one event become one incident. Nothing is saved and nobody is told: `gnomon run` does
    that. Exit code 1 if an incident is open. Sensitivity is the budget of false alerts in gnomon.toml; try
    it with `gnomon watch backtest`.
    """
    if ctx.invoked_subcommand is not None:
        return
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store
    from gnomon.app.watch_project import watch_project

    with load(session().folder) as project, known_store(project) as store, counting("asking") as tick:
        watched = watch_project(
            project, store=store, now=as_of, metrics=metrics, by=() if totals else by or None, days=days, tick=tick
        )  # fmt: skip
    if as_json:
        print_document("gnomon.watch/1", watched.to_document(points_of=days if points else 0))
    else:
        print_watched(watched, days=days)
    ctx.exit(FOUND if any(not incident.is_over for incident in watched.incidents) else 0)


@command.command("backtest")
@_series
@click.option(
    "--days", type=click.IntRange(1, 1000), default=90, show_default=True, help="How far to go back."
)
@click.option("--budget", metavar="TEXT", help="Try another budget than the project's: '5 per week'.")
@_as_of
@click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.backtest/1).")
@global_options
def backtest(  # noqa: PLR0913 - one an option
    *,
    metrics: tuple[str, ...],
    by: tuple[str, ...],
    totals: bool,
    days: int,
    budget: str | None,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Show which alerts the days behind would have given, before anybody is paged.

    Each day is judged from what was known before it.
    """
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store
    from gnomon.app.watch_backtest import backtest_watch

    with load(session().folder) as project, known_store(project) as store, counting("asking") as tick:
        found = backtest_watch(
            project, days=days, budget=budget, metrics=metrics, by=() if totals else by or None, store=store,
            now=as_of, tick=tick,
        )  # fmt: skip
    if as_json:
        print_document("gnomon.backtest/1", found)
    else:
        print_backtest(found)
