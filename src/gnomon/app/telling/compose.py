"""Compose what shall be told of incidents that changed: one message for each change and channel that wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gnomon.app.report_cards import build_card
from gnomon.records.alert import Alert
from gnomon.records.report import MetricCard
from gnomon.report.incident_text import tell_incident, tell_many, title_incident
from gnomon.watch.hush import find_hush
from gnomon.watch.news import find_news, key_alert
from gnomon.watch.severity import rank_severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from gnomon.define import Model
    from gnomon.define.channels import Channel
    from gnomon.records.explained import Explained
    from gnomon.records.incident import Incident, Severity
    from gnomon.records.message import Message
    from gnomon.records.mute import Mute
    from gnomon.watch.news import News

__all__ = ["card_of", "compose_alerts", "make_alert", "sum_up_alerts", "wants", "word_incident"]


def compose_alerts(  # noqa: PLR0913 - what changed, what is in force, and how to draw
    model: Model,
    *,
    known: Sequence[Incident],
    found: Sequence[Incident],
    now: datetime,
    mutes: Sequence[Mute] = (),
    explained: Mapping[str, Explained] | None = None,
    draw: Callable[[Incident], bytes | None] | None = None,
) -> tuple[Alert, ...]:
    """Compose the messages of a run; what is quiet, muted or maintenance is held until that ends.

    Parameters
    ----------
    known : sequence of Incident
        As they were before the run.
    found : sequence of Incident
        New and changed ones.
    draw : callable, optional
        Draws the picture of an incident.
    """
    before = {each.id: each for each in known}
    told = explained or {}
    alerts: list[Alert] = []
    for incident in found:
        news = find_news(before.get(incident.id), incident)
        channels = [c for c in model.settings.notices.channels.values() if wants(c, incident.severity)]
        if news is None or not channels:
            continue
        picture = draw(incident) if draw is not None else None
        message = word_incident(
            model, incident, what=news.what, explained=told.get(incident.id), picture=picture
        )
        alerts += [
            make_alert(model, channel, incident, news, message, now=now, mutes=mutes) for channel in channels
        ]
    return tuple(alerts)


def wants(channel: Channel, severity: Severity) -> bool:
    """Whether a channel is told of incidents of a severity."""
    return rank_severity(severity) >= rank_severity(channel.severity)


def word_incident(
    model: Model,
    incident: Incident,
    *,
    what: str,
    explained: Explained | None = None,
    picture: bytes | None = None,
) -> Message:
    """Write the message of an incident of a project."""
    return tell_incident(
        incident,
        card_of(model, incident.metric),
        what=what,
        explained=explained,
        link=_link(model),
        picture=picture,
    )


def card_of(model: Model, metric: str) -> MetricCard:
    """Describe a metric; one that the project no longer has goes by its name."""
    if metric in model.metrics:
        return build_card(model, metric)
    return MetricCard(name=metric, label=metric)


def make_alert(  # noqa: PLR0913 - one part of the record each
    model: Model,
    channel: Channel,
    incident: Incident,
    news: News,
    message: Message,
    *,
    now: datetime,
    mutes: Sequence[Mute] = (),
) -> Alert:
    """Make the row of the outbox."""
    notices = model.settings.notices
    hush = find_hush(
        incident,
        now=now,
        zone=ZoneInfo(model.settings.timezone),
        quiet=notices.quiet,
        maintenance=notices.maintenance,
        mutes=mutes,
    )
    return Alert(
        key=key_alert(incident, news, channel.name),
        channel=channel.name,
        incident=incident.id,
        title=message.title,
        body=message.body,
        picture=message.picture,
        made_at=now,
        due_at=now if hush is None else hush.until,
        state="waiting" if hush is None else "held",
        error="" if hush is None else hush.why,
    )


def sum_up_alerts(
    model: Model, *, incidents: Sequence[Incident], days: Sequence[date], now: datetime
) -> tuple[Alert, ...]:
    """Compose one message a channel about everything that happened on days that were watched late."""
    alerts: list[Alert] = []
    for channel in model.settings.notices.channels.values():
        own = [each for each in incidents if wants(channel, each.severity) and not each.joined]
        if not own:
            continue
        ordered = sorted(own, key=lambda each: (-each.score, each.began, each.id))
        titles = [
            (f"{title_incident(each, card_of(model, each.metric))}, {each.state.value}", each.id)
            for each in ordered
        ]
        message = tell_many(titles, link=_link(model), since=min(days) if days else None)
        alerts.append(
            Alert(
                key=f"digest {min(days)}..{max(days)} {channel.name}"
                if days
                else f"digest {now} {channel.name}",
                channel=channel.name,
                incident=None,
                title=message.title,
                body=message.body,
                made_at=now,
                due_at=now,
            )
        )
    return tuple(alerts)


def _link(model: Model) -> str:
    """Path of the report beside the project, where there is one."""
    page = model.root / "report.html"
    return str(page.resolve()) if page.is_file() else ""
