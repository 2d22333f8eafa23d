"""An alert: a message that must reach somebody, and how far it got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

__all__ = ["Alert", "AlertState"]

AlertState = Literal["waiting", "held", "sent", "failed", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A message to one channel, kept in the outbox until it was sent.

    Attributes
    ----------
    key : str
        Names the message for ever: saving it twice keeps one, so that nobody is told twice.
    channel : str
        Name of a channel of the project, not its address.
    incident : str or None
        Id of the incident that it speaks of; None for a digest.
    title, body : str
        Body in Markdown, three sentences and a link.
    picture : bytes or None
        PNG.
    made_at, due_at : datetime
        In UTC, with a zone; it is not sent before it is due.
    state : str
        ``"waiting"``, ``"held"`` (quiet hours, mute or maintenance), ``"sent"``, ``"failed"`` (given up) or
        ``"dropped"`` (no longer worth telling when it could have been).
    attempts : int
        Tries so far.
    error : str
        What the last try said.
    """

    key: str
    channel: str
    incident: str | None
    title: str
    body: str
    made_at: datetime
    due_at: datetime
    picture: bytes | None = None
    state: AlertState = "waiting"
    attempts: int = 0
    error: str = ""
