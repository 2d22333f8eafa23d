"""What is said of an incident: a title and three sentences, every number of which stands in the record."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from gnomon.base.shown_numbers import show_percent
from gnomon.records.anomaly import name_slice
from gnomon.records.message import Message
from gnomon.report.numbers import format_exact
from gnomon.report.periods import name_period_short, place_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.records.anomaly import Anomaly
    from gnomon.records.explained import Explained
    from gnomon.records.incident import Incident
    from gnomon.records.report import MetricCard

__all__ = ["say_what", "tell_incident", "tell_many", "title_incident"]

_BEFORE: Final = {
    "louder": "Grew: ",
    "turned": "Turned round: ",
    "reopened": "Again: ",
    "recovered": "Recovered: ",
    "escalated": "Nobody took it: ",
}
_MOST_SERIES: Final = 3
_MOST_LINES: Final = 20
_MOST_SENTENCES: Final = 3
_UNIT: Final = {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks", "month": "months"}


def tell_incident(
    incident: Incident,
    card: MetricCard,
    *,
    what: str = "opened",
    explained: Explained | None = None,
    link: str = "",
    picture: bytes | None = None,
) -> Message:
    """Write the message of an incident: what happened, how sure and how large it is, and why or how to ask.

    Parameters
    ----------
    card : MetricCard
        Of the metric that leads it.
    what : str
        ``opened``, ``louder``, ``turned``, ``reopened``, ``recovered`` or ``escalated``.
    explained : Explained, optional
        The explanation, where there is one.
    link : str
        Address or path of the report.
    """
    sentences = [say_what(incident, card, is_over=what == "recovered"), _say_size(incident)]
    sentences.append(_say_why(incident, explained))
    foot = f"Incident `{incident.id}`: `gnomon incidents show {incident.id}`"
    foot += f" · [report]({link})" if link else ""
    return Message(
        title=title_incident(incident, card, what=what),
        body="\n\n".join((" ".join(sentences), foot)),
        picture=picture,
    )


def title_incident(incident: Incident, card: MetricCard, *, what: str = "opened") -> str:
    """Write the one line that says severity, metric, slice and size.

    A value that came back is named by what it came back from.
    """
    return f"{_BEFORE.get(what, '')}[{incident.severity.value}] {_name(incident, card)} {_departure(_told(incident))}"


def tell_many(messages: Sequence[tuple[str, str]], *, link: str = "", since: date | None = None) -> Message:
    """Write one message for many.

    Parameters
    ----------
    messages : sequence of (str, str)
        Title of each, and the id of its incident; the gravest first.
    since : date, optional
        First of the days that it sums up.
    """
    shown = [f"- {title} (`{incident}`)" for title, incident in messages[:_MOST_LINES]]
    left = len(messages) - len(shown)
    shown += [f"- and {left} more: `gnomon incidents`"] if left > 0 else []
    foot = "Look at one with `gnomon incidents show ID`" + (f" · [report]({link})" if link else "")
    count = len({incident for _, incident in messages})
    noun = "incident" if count == 1 else "incidents"
    span = f" since {name_period_short(since, 'day')}" if since is not None else ""
    return Message(
        title=f"{count} {noun}{span}, first {messages[0][0]}",
        body="\n".join((*shown, "", foot)),
    )


def say_what(incident: Incident, card: MetricCard, *, is_over: bool = False) -> str:
    """Say the value of the newest bucket of the series that leads, what was expected, and since when."""
    told = _told(incident)
    when = place_period(told.start, told.grain)
    low, high = format_exact(told.low, card), format_exact(told.high, card)
    band = f"expected: {format_exact(told.expected, card)}, between {low} and {high}"
    if told.value is None:
        text = f"No value of {_name(incident, card)} came {when} ({band})"
    else:
        text = f"{_name(incident, card)} came to {format_exact(told.value, card)} {when} ({band})"
    if is_over:
        return f"{text}; it has been inside its band again since."
    first = min(a.start for a in incident.anomalies if _is_lead(incident, a))
    if first < told.start:
        return f"{text}; it has been out of the ordinary since {name_period_short(first, told.grain)}."
    return f"{text}."


def _say_size(incident: Incident) -> str:
    told = _told(incident)
    sure = _say_chance(told)
    others = [(m, w) for m, w in incident.series if (m, w) != (incident.metric, incident.where)]
    if not others:
        return f"{sure}."
    names = [
        f"{m} ({name_slice(w)})" if m != incident.metric else name_slice(w) for m, w in others[:_MOST_SERIES]
    ]
    left = len(others) - len(names)
    also = ", ".join(names) + (f" and {left} more" if left else "")
    return f"{sure}; it also shows in {also}."


def _say_chance(told: Anomaly) -> str:
    unit = _UNIT.get(told.grain, "buckets")
    size = f"That is a {told.kind}"
    if not told.p_value > 0 or told.p_value < 1e-6:  # noqa: PLR2004 - one in a million
        return f"{size} as strange as fewer than one in a million {unit} without a fault"
    count = 1 / told.p_value
    rounded = round(count, 1 - math.floor(math.log10(count)))  # two digits
    return f"{size} as strange as one in {rounded:,.0f} {unit} without a fault"


def _say_why(incident: Incident, explained: Explained | None) -> str:
    """Say what the explanation found, past its first sentence, which says what happened once more; else how to ask."""
    days = sorted({a.start.date() for a in incident.anomalies if _is_lead(incident, a)})
    period = f"{days[0]}" if len(days) == 1 else f"{days[0]}..{days[-1]}"
    ask = f"`gnomon explain {incident.metric} --period {period}`"
    found = " ".join(explained.sentences[1:_MOST_SENTENCES]) if explained is not None else ""
    return f"{found} More: {ask}." if found else f"Ask why: {ask}."


def _departure(told: Anomaly) -> str:
    if told.value is None:
        return "has no value"
    if told.expected == 0:
        return "above zero" if told.value > 0 else "below zero"
    share = show_percent((told.value - told.expected) / abs(told.expected))
    return f"{share} against expected"


def _told(incident: Incident) -> Anomaly:
    """The newest bucket of the series that leads."""
    return max((a for a in incident.anomalies if _is_lead(incident, a)), key=_start)


def _start(anomaly: Anomaly) -> datetime:
    return anomaly.start


def _is_lead(incident: Incident, anomaly: Anomaly) -> bool:
    return (anomaly.metric, anomaly.where) == (incident.metric, incident.where)


def _name(incident: Incident, card: MetricCard) -> str:
    label = card.label or incident.metric
    return f"{label} ({name_slice(incident.where)})" if incident.where else label
