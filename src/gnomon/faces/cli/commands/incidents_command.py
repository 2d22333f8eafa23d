"""``gnomon incidents``: what is out of the ordinary, and what people do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gnomon.faces.cli.completions import complete_metrics
from gnomon.faces.cli.documents import print_document
from gnomon.faces.cli.imports import read_pairs
from gnomon.faces.cli.incidents import print_incident_list, print_incident_view
from gnomon.faces.cli.session import global_options, session
from gnomon.faces.cli.tables import print_rows, print_table
from gnomon.faces.cli.terminal import hint
from gnomon.records.incident import IncidentState, Severity

if TYPE_CHECKING:
    from gnomon.records.incident import Incident

__all__ = [
    "ack", "close", "command", "feedback", "list_command", "mute", "mutes", "precision", "reopen", "rules", "show",
    "unmute",
]  # fmt: skip

_json = click.option("--json", "as_json", is_flag=True, help="JSON document (gnomon.incidents/1).")
_one = click.argument("incident", metavar="ID")
_SHOWS_OVER = "`gnomon incidents list --all` shows those that are over."
_by = click.option("--by", metavar="NAME", help="Who says so.  [default: the user of the system]")
_note = click.option("--note", default="", metavar="TEXT", help="Why; kept in the history.")


@click.group("incidents", invoke_without_command=True)
@global_options
@click.pass_context
def command(ctx: click.Context) -> None:
    """List incidents, take them, close them, say what they were.

    Without a command those that nobody has settled are listed, the gravest first. An ID may be shortened to
    its first letters.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_command)


@command.command("list")
@click.option("--all", "has_all", is_flag=True, help="Those that are over as well, the newest first.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in IncidentState]),
    help="Only this state; repeat for more.",
)
@click.option(
    "-m",
    "--metric",
    metavar="NAME",
    shell_complete=complete_metrics,
    help="Only those that touch this metric.",
)
@click.option(
    "--severity",
    type=click.Choice([s.value for s in Severity]),
    default="low",
    help="The least that is listed.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="So many at most.")
@_json
@global_options
def list_command(
    *,
    has_all: bool = False,
    states: tuple[str, ...] = (),
    metric: str | None = None,
    severity: str = "low",
    limit: int | None = None,
    as_json: bool = False,
) -> None:
    """List incidents that nobody has settled, the gravest first."""
    from gnomon.app.incidents import list_incidents
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store

    with load(session().folder) as project, known_store(project) as store:
        found: tuple[Incident, ...] = ()
        if store is not None:
            found = list_incidents(
                store,
                states=tuple(map(IncidentState, states)),
                metric=metric,
                severity=Severity(severity),
                has_all=has_all,
                limit=limit,
            )
    if as_json:
        print_document("gnomon.incidents/1", {"incidents": found})
    elif found:
        print_incident_list(found)
        hint("Next: gnomon incidents show ID, ack ID, feedback ID OPINION.")
    elif store is None:
        hint("Nothing was watched yet. `gnomon watch` looks now, `gnomon run` looks, keeps and tells.")
    else:
        hint(
            "No open incident."
            if has_all
            else "No open incident. `gnomon incidents list --all` shows those that are over."
        )


@command.command("show")
@_one
@_json
@global_options
def show(*, incident: str, as_json: bool) -> None:
    """Show one incident: what happened, since when, how it was told, what people said."""
    from gnomon.app.daily.state import open_project_store
    from gnomon.app.project import load
    from gnomon.app.show_incident import show_incident

    with load(session().folder) as project, open_project_store(project) as store:
        view = show_incident(project.model, store, incident)
    if as_json:
        print_document("gnomon.incidents/1", view)
    else:
        print_incident_view(view)


def _move(incident: str, to: IncidentState, *, by: str | None, note: str, as_json: bool) -> None:
    from gnomon.app.daily.state import open_project_store
    from gnomon.app.incidents import change_state
    from gnomon.app.project import load

    with load(session().folder) as project, open_project_store(project) as store:
        moved = change_state(store, incident, to, by=by, note=note)
    if as_json:
        print_document("gnomon.incidents/1", {"incidents": (moved,)})
    else:
        click.echo(f"{moved.id} is {moved.state.value}.")


@command.command("ack")
@_one
@_by
@_note
@_json
@global_options
def ack(*, incident: str, by: str | None, note: str, as_json: bool) -> None:
    """Take an incident: it is not escalated any more."""
    _move(incident, IncidentState.ACKNOWLEDGED, by=by, note=note, as_json=as_json)


@command.command("close")
@_one
@_by
@_note
@_json
@global_options
def close(*, incident: str, by: str | None, note: str, as_json: bool) -> None:
    """Close an incident: nobody needs to look at it any more."""
    _move(incident, IncidentState.CLOSED, by=by, note=note, as_json=as_json)


@command.command("reopen")
@_one
@_by
@_note
@_json
@global_options
def reopen(*, incident: str, by: str | None, note: str, as_json: bool) -> None:
    """Open an incident again that recovered or was closed."""
    _move(incident, IncidentState.REOPENED, by=by, note=note, as_json=as_json)


@command.command("feedback")
@_one
@click.argument("opinion")
@click.option("--reason", required=True, metavar="TEXT", help="Why; the calendar's entry is named after it.")
@_by
@_json
@global_options
def feedback(*, incident: str, opinion: str, reason: str, by: str | None, as_json: bool) -> None:
    """Say what an incident was, so that the same is judged better.

    OPINION is real, expected, new-normal, not-an-anomaly or data-fault; withdrawn takes back what was said.
    After expected and not-an-anomaly the same pattern is not raised again (`gnomon incidents rules`), expected
    enters the calendar as well, the days of a data-fault are no training, new-normal stays closed.
    """
    from gnomon.app.daily.state import open_project_store
    from gnomon.app.incidents import read_opinion, say_opinion
    from gnomon.app.project import load

    said = read_opinion(opinion)
    with load(session().folder) as project, open_project_store(project) as store:
        outcome = say_opinion(store, incident, said, reason=reason, by=by)
    if as_json:
        print_document("gnomon.incidents/1", outcome)
        return
    click.echo(f"{outcome.incident.id}: {said.value}. It is {outcome.incident.state.value}.")
    if outcome.event is not None:
        hint(f"The calendar has {outcome.event.name!r} now: gnomon events list.")


@command.command("rules")
@_json
@global_options
def rules(*, as_json: bool) -> None:
    """List the patterns that are not raised again, by what people said.

    Take one out with `gnomon incidents feedback ID withdrawn --reason TEXT`.
    """
    from gnomon.app.lessons import list_lessons
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store

    with load(session().folder) as project, known_store(project) as store:
        lessons = () if store is None else list_lessons(project.model, store)
    if as_json:
        print_document("gnomon.incidents/1", {"rules": lessons})
    elif lessons:
        rows = [(x.incident, x.opinion.value, x.text, x.by, f"{x.at:%Y-%m-%d}", x.reason) for x in lessons]
        print_rows(("incident", "opinion", "not raised again", "by", "since", "reason"), rows)
    else:
        hint("No pattern is left out. After `gnomon incidents feedback ID expected` one is.")


@command.command("precision")
@_json
@global_options
def precision(*, as_json: bool) -> None:
    """Show for each metric how many judged incidents were real."""
    from gnomon.app.lessons import list_precision
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store

    with load(session().folder) as project, known_store(project) as store:
        found = () if store is None else list_precision(store)
    if as_json:
        rows = [{"metric": p.metric, "real": p.real, "expected": p.expected, "false": p.false,
                 "judged": p.judged, "precision": p.precision, "p_factor": p.p_factor} for p in found]  # fmt: skip
        print_document("gnomon.incidents/1", {"precision": rows})
    elif found:
        heads = ("judged", "real", "expected", "false", "precision", "p-value times")
        cells = [
            (p.metric, str(p.judged), str(p.real), str(p.expected), str(p.false),
             "" if p.precision is None else f"{p.precision:.0%}", f"{p.p_factor:g}")
            for p in found
        ]  # fmt: skip
        print_table([("metric", False), *((head, True) for head in heads)], cells)
    else:
        hint("Nobody judged an incident yet: gnomon incidents feedback ID real --reason TEXT.")


@command.command("mute")
@click.argument("what", metavar="ID|METRIC|*")
@click.option("--for", "until", metavar="TIME", help="How long: '2 days', '4 hours'.")
@click.option("--until", "moment", metavar="WHEN", help="Until a day or moment of the reporting zone.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only this slice; repeat for more.")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@_by
@_json
@global_options
def mute(  # noqa: PLR0913 - one an option
    *,
    what: str,
    until: str | None,
    moment: str | None,
    where: tuple[str, ...],
    reason: str,
    by: str | None,
    as_json: bool,
) -> None:
    """Keep silent about an incident, a metric or everything, until a moment.

    Incidents are found and listed all the same. What is still on when the silence ends is told then.
    """
    from gnomon.app.daily.state import open_project_store
    from gnomon.app.mutes import mute_incident, mute_metric
    from gnomon.app.project import load

    end = until or moment
    if end is None or (until and moment):
        raise click.UsageError("Say how long: --for '2 days', or --until 2024-05-01.")
    with load(session().folder) as project, open_project_store(project) as store:
        if what == "*" or what in project.model.metrics:
            one = mute_metric(
                project.model, store, what, until=end, where=read_pairs(where), reason=reason, by=by
            )
            made = (one,)
        else:
            made = mute_incident(project.model, store, what, until=end, reason=reason, by=by)
    if as_json:
        print_document("gnomon.incidents/1", {"mutes": [{"id": m.id, "mute": m} for m in made]})
        return
    for each in made:
        click.echo(f"{each.id}: silent about {each.metric} until {each.until:%Y-%m-%d %H:%M} UTC.")


@command.command("unmute")
@click.argument("mute_id", metavar="MUTE")
@global_options
def unmute(*, mute_id: str) -> None:
    """End a mute before its time; `gnomon incidents mutes` lists them."""
    from gnomon.app.daily.state import open_project_store
    from gnomon.app.mutes import end_mute
    from gnomon.app.project import load

    with load(session().folder) as project, open_project_store(project) as store:
        ended = end_mute(store, mute_id)
    click.echo(f"{ended.id}: {ended.metric} is told again.")


@command.command("mutes")
@_json
@global_options
def mutes(*, as_json: bool) -> None:
    """List the mutes that are in force."""
    from gnomon.app.mutes import active_mutes
    from gnomon.app.project import load
    from gnomon.app.store_of import known_store
    from gnomon.records.anomaly import name_slice

    with load(session().folder) as project, known_store(project) as store:
        found = () if store is None else active_mutes(store)
    if as_json:
        print_document("gnomon.incidents/1", {"mutes": [{"id": m.id, "mute": m} for m in found]})
    elif found:
        rows = [
            (
                m.id,
                m.metric,
                name_slice(m.where) if m.where else "all slices",
                f"{m.until:%Y-%m-%d %H:%M}",
                m.by,
                m.reason,
            )
            for m in found
        ]
        print_rows(("mute", "metric", "slice", "until (UTC)", "by", "reason"), rows)
    else:
        hint("Nothing is muted. `gnomon incidents mute METRIC --for '2 days'` keeps silent about a metric.")
