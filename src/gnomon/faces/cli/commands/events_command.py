"""``gnomon events``: the calendar of known events."""

from __future__ import annotations

import click

from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.imports import read_pairs
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint

__all__ = ["add", "command", "drop", "list_command"]

_json = click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.events/1).")


@click.group("events", invoke_without_command=True)
@global_options
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, add and drop known events: launches, sales, experiments, maintenance.

    Their days are no ordinary days: they are kept out of what is learned, and explanations name them. Those
    of the project's files are listed too, and changed there.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_command)


@command.command("list")
@_json
@global_options
def list_command(*, as_json: bool = False) -> None:
    """List known events by time."""
    from gnomon.app.known_events import list_events
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store

    with load(session().folder) as project, known_store(project) as store:
        listed = list_events(project.model, store)
    if as_json:
        print_document("gnomon.events/1", {"events": listed})
    elif listed:
        rows = [
            (
                e.event.start,
                e.event.end,
                e.event.name,
                e.event.kind,
                _scope(e.event.scope),
                e.kept_in,
                e.event.note,
            )
            for e in listed
        ]
        print_rows(("start", "end", "name", "kind", "scope", "kept in", "note"), rows)
    else:
        hint(
            "No event is known. `gnomon events add NAME --start 2024-05-01` adds one; files may say `events:`."
        )


@command.command("add")
@click.argument("name")
@click.option("--start", required=True, metavar="DATE", help="First day, or an exact moment.")
@click.option("--end", metavar="DATE", help="Last day, included, or an exact moment.  [default: the start]")
@click.option(
    "--kind", default="other", show_default=True, metavar="KIND", help="launch, sale, campaign, release …"
)
@click.option("--scope", multiple=True, metavar="DIM=VALUE", help="Only what it touches; repeat for more.")
@click.option("--note", default="", metavar="TEXT", help="For the reader.")
@_json
@global_options
def add(  # noqa: PLR0913 - one an option
    *, name: str, start: str, end: str | None, kind: str, scope: tuple[str, ...], note: str, as_json: bool
) -> None:
    """Add an event; one of the same name and start is replaced."""
    from gnomon.app.daily.state import open_project_store
    from gnomon.app.known_events import add_event
    from gnomon.app.project import load

    with load(session().folder) as project, open_project_store(project) as store:
        event = add_event(store, name, start=start, end=end, kind=kind, scope=read_pairs(scope), note=note)
    if as_json:
        print_document("gnomon.events/1", {"events": (event,)})
    else:
        click.echo(f"{event.name}: {event.start} to {event.end}.")


@command.command("drop")
@click.argument("name")
@global_options
def drop(*, name: str) -> None:
    """Drop an event that was added here, all of its days."""
    from gnomon.app.daily.state import open_project_store
    from gnomon.app.project import load

    with load(session().folder) as project, open_project_store(project) as store:
        count = store.drop_event(name)
    click.echo(f"Dropped {name} ({count} {'entry' if count == 1 else 'entries'}).")


def _scope(scope: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{dim} = {value}" for dim, value in scope) or "everything"
