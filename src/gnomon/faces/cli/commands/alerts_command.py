"""``gnomon alerts``: messages about incidents, from the outbox to the channels."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gnomon.base.plain import to_plain
from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.failures import FOUND
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint, working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.app.telling.batches import Batch
    from gnomon.records.alert import Alert

__all__ = ["command", "list_command", "preview", "send", "test"]

_json = click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.alerts/1).")
_NO_CHANNEL = 'gnomon.toml has no channel. Add [channels.team] with url = "env:NAME", an address of apprise.'


@click.group("alerts", invoke_without_command=True)
@global_options
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, preview and send messages about incidents.

    `gnomon run` writes them together with what it found and sends them; what could not be sent waits here and
    is tried again. Exit code 1 if a message was given up.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_command)


@command.command("list")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["waiting", "held", "sent", "failed", "dropped"]),
    help="Only this state; repeat for more.",
)
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="The newest."
)
@_json
@global_options
@click.pass_context
def list_command(
    ctx: click.Context, *, states: tuple[str, ...] = (), limit: int = 50, as_json: bool = False
) -> None:
    """List messages, the newest first, with what became of them."""
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store
    from gnomon.app.telling.list_alerts import list_alerts

    with load(session().folder) as project, known_store(project) as store:
        found = () if store is None else list_alerts(store, states=states, limit=limit)
        has_channel = bool(project.model.settings.notices.channels)
    if as_json:
        print_document("gnomon.alerts/1", {"alerts": [_plain(each) for each in found]})
    elif found:
        _print_alerts(found)
    else:
        hint("Nothing was to be told yet." if has_channel else _NO_CHANNEL)
    ctx.exit(FOUND if any(each.state == "failed" for each in found) else 0)


def _print_alerts(alerts: Sequence[Alert]) -> None:
    rows = [
        (
            a.state,
            a.channel,
            f"{a.due_at:%Y-%m-%d %H:%M}",
            a.attempts,
            a.incident or "digest",
            a.title,
            a.error,
        )
        for a in alerts
    ]
    print_rows(("state", "channel", "due (UTC)", "tries", "incident", "title", "said"), rows)


@command.command("preview")
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write pictures there.",
)
@_json
@global_options
def preview(*, pictures: Path | None, as_json: bool) -> None:
    """Show what `gnomon alerts send` would send now; nothing is sent or changed."""
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store
    from gnomon.app.telling.deliver import plan_delivery

    with load(session().folder) as project, known_store(project) as store:
        now = datetime.now(UTC)
        batches, staying = ((), ()) if store is None else plan_delivery(project.model, store, now=now)
        has_channel = bool(project.model.settings.notices.channels)
    if as_json:
        messages = [{"channel": b.channel, "title": b.message.title, "body": b.message.body} for b in batches]
        print_document("gnomon.alerts/1", {"messages": messages})
        return
    for place, batch in enumerate(batches, 1):
        _print_batch(batch, place, pictures)
    for alert, release in staying:
        why = release.dropped or (release.hush.why if release.hush else "")
        hint(f"not now: {alert.title} → {alert.channel} ({why})")
    if not batches:
        hint("Nothing is due now. `gnomon alerts list` shows what waits." if has_channel else _NO_CHANNEL)


def _print_batch(batch: Batch, place: int, pictures: Path | None) -> None:
    click.echo(
        f"{click.style(f'→ {batch.channel}', dim=True)}  {click.style(batch.message.title, bold=True)}"
    )
    click.echo(f"{batch.message.body}\n")
    if batch.message.picture is None or pictures is None:
        return
    pictures.mkdir(parents=True, exist_ok=True)
    file = pictures / f"{place}-{batch.channel}.png"
    file.write_bytes(batch.message.picture)
    hint(f"Wrote {file}.")


@command.command("send")
@click.option("--failed", "has_failed", is_flag=True, help="Try once more what was given up.")
@_json
@global_options
@click.pass_context
def send(ctx: click.Context, *, has_failed: bool, as_json: bool) -> None:
    """Send what is due, and escalate what nobody took."""
    from gnomon.app.daily.state import open_project_store
    from gnomon.app.project import load
    from gnomon.app.telling.retry import retry_failed
    from gnomon.app.telling.teller import deliver_due

    now = datetime.now(UTC)
    with load(session().folder) as project, open_project_store(project) as store, working("sending"):
        if has_failed:
            retry_failed(store, now=now)
        delivery = deliver_due(project.model, store, now=now)
    if as_json:
        print_document("gnomon.alerts/1", {"delivery": delivery})
    else:
        click.echo(f"{delivery.text}.")
    ctx.exit(FOUND if delivery.failed or delivery.retried else 0)


@command.command("test")
@click.argument("channel")
@global_options
@click.pass_context
def test(ctx: click.Context, *, channel: str) -> None:
    """Send a test message to a channel."""
    from gnomon.app.project import load
    from gnomon.app.telling.try_channel import try_channel

    with load(session().folder) as project, working("sending"):
        error = try_channel(project.model, channel)
    click.echo(f"{channel}: {error or 'sent'}", err=bool(error))
    ctx.exit(FOUND if error else 0)


def _plain(alert: Alert) -> dict[str, object]:
    """All of an alert but its picture, of which only the size is told."""
    body = {name: getattr(alert, name) for name in alert.__slots__ if name != "picture"}
    return {**to_plain(body), "picture_bytes": len(alert.picture or b"")}
