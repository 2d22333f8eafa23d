"""``gnomon schedule``: the daily loop by the clock."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import click

from gnomon.faces.cli.failures import INTERRUPTED
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.terminal import hint

__all__ = ["command"]


@click.command("schedule", context_settings={"ignore_unknown_options": True})
@click.option("--at", metavar="HH:MM", help="Time of day in the reporting zone.  [default: 07:30]")
@click.option("--cron", metavar="EXPR", help="Five fields: minute, hour, day, month, weekday.")
@click.option("--now", "is_now", is_flag=True, help="Run once at once, then by the clock.")
@click.argument("run_options", nargs=-1, type=click.UNPROCESSED)
@global_options
@click.pass_context
def command(
    ctx: click.Context, *, at: str | None, cron: str | None, is_now: bool, run_options: tuple[str, ...]
) -> None:
    """Run the daily loop by the clock, until interrupted.

    Options of `gnomon run` may follow: `gnomon schedule --at 07:30 -- --steps ask,watch`. Each run is a
    process of its own; one that is late is not doubled, and times that were missed, for example while the
    machine slept, are made up for by one run. Needs gnomon-metrics[watch].
    """
    from gnomon.app.daily.schedule import next_time, run_by_clock
    from gnomon.app.project import load

    folder = session().folder
    zone = load(folder).model.settings.timezone
    first = next_time(zone=zone, cron=cron, at=at, now=datetime.now(UTC))
    arguments = [sys.executable, "-m", "gnomon", "--project", str(folder), "run", *run_options]

    def run() -> None:
        code = subprocess.run(arguments, check=False).returncode  # noqa: S603 - our own command line
        click.echo(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC: gnomon run ended with {code}.")

    hint(f"Next run: {first:%Y-%m-%d %H:%M} {zone}." if first else "This expression never comes true.")
    if is_now:
        run()
    run_by_clock(run, zone=zone, cron=cron, at=at)
    ctx.exit(INTERRUPTED)
