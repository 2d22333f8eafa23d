"""Print a run of the daily loop."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

from gnomon.base.shown_numbers import show_count
from gnomon.faces.cli.failures import INTERRUPTED
from gnomon.faces.cli.proofs import print_failures
from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint
from gnomon.faces.cli.watching import print_incidents

if TYPE_CHECKING:
    from collections.abc import Generator

    from gnomon.app.daily.record import Daily

__all__ = ["print_daily", "say_interrupted"]


def print_daily(daily: Daily) -> None:
    """Print one line a step, the incidents that are new or changed, and what was left as it was."""
    rows = [
        (step.name, step.state, "" if step.seconds is None else f"{step.seconds:.1f} s", step.note)
        for step in daily.steps
    ]
    print_rows(("step", "", "time", "found"), rows)
    if daily.incidents:
        click.echo()
        print_incidents(daily.incidents)
    click.echo(f"\n{_summary(daily)}")
    if daily.proof is not None:
        print_failures(daily.proof)
    if daily.caught_up:
        first, last = daily.caught_up[0], daily.caught_up[-1]
        hint(f"Caught up with {len(daily.caught_up)} missed days, {first} to {last}.")
    for note in daily.notes:
        hint(f"not watched: {note}")


def _summary(daily: Daily) -> str:
    if not daily.is_new:
        return (
            f"Nothing new: {daily.day} was run before, over the same data and under the same rules. "
            f"{show_count(daily.open, 'incident')} open; --again does the steps again."
        )
    return f"{daily.day}: {show_count(len(daily.incidents), 'incident')} new or changed, {daily.open} open."


@contextlib.contextmanager
def say_interrupted(ctx: click.Context) -> Generator[None]:
    """Say after Ctrl-C that finished steps are kept: here, unlike elsewhere, something was written."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("interrupted: steps that are done are kept; run again to go on.", err=True)
        ctx.exit(INTERRUPTED)
