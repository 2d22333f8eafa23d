"""Few messages instead of many: what waits for a channel at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gnomon.records.message import Message
from gnomon.report.incident_text import tell_many

if TYPE_CHECKING:
    from gnomon.records.alert import Alert

__all__ = ["MOST_SINGLE", "Batch", "make_batches"]

MOST_SINGLE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Messages of one channel that are sent as one.

    Attributes
    ----------
    alerts : tuple of Alert
        All that it tells.
    """

    channel: str
    alerts: tuple[Alert, ...]
    message: Message


def make_batches(
    alerts: Sequence[Alert], *, scores: Mapping[str, float] = MappingProxyType({})
) -> tuple[Batch, ...]:
    """Bring together what one channel would get: a message an incident, or one digest where they are more than three.

    Parameters
    ----------
    scores : mapping of str to float
        Of incidents: the gravest stands first in a digest.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from gnomon.records.alert import Alert
    >>> at = datetime(2024, 5, 1, tzinfo=UTC)
    >>> rest = dict(channel="team", body="", made_at=at, due_at=at)
    >>> many = [Alert(key=f"{n} opened team", incident=f"{n}", title=f"T{n}", **rest) for n in range(4)]
    >>> [len(make_batches(many[:2])), len(make_batches(many))]
    [2, 1]
    """
    channels: dict[str, dict[str, list[Alert]]] = {}
    for each in sorted(alerts, key=lambda each: (each.made_at, each.key)):
        incidents = channels.setdefault(each.channel, {})
        incidents.setdefault(each.incident or each.key, []).append(each)
    found: list[Batch] = []
    for channel, incidents in channels.items():
        groups = list(incidents.values())
        if len(groups) <= MOST_SINGLE:
            found += [Batch(channel=channel, alerts=tuple(own), message=_latest(own)) for own in groups]
        else:
            groups.sort(key=lambda own: -scores.get(own[0].incident or "", 0.0))
            every = tuple(each for own in groups for each in own)
            lines = [(own[-1].title, own[-1].incident or "digest") for own in groups]
            found.append(Batch(channel=channel, alerts=every, message=tell_many(lines)))
    return tuple(found)


def _latest(alerts: Sequence[Alert]) -> Message:
    """The newest message of an incident, with the titles of those before it."""
    last = alerts[-1]
    earlier = [f"- {each.title}" for each in alerts[:-1]]
    body = "\n\n".join((last.body, "Before:\n\n" + "\n".join(earlier))) if earlier else last.body
    picture = last.picture or next((a.picture for a in reversed(alerts) if a.picture), None)
    return Message(title=last.title, body=body, picture=picture)
