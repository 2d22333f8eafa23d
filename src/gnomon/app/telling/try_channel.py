"""A test message, to see whether a channel works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.app.telling.channel_address import find_channel
from gnomon.app.telling.send_message import Send, send_message
from gnomon.records.message import Message

if TYPE_CHECKING:
    from gnomon.define import Model

__all__ = ["try_channel"]


def try_channel(model: Model, name: str, *, send: Send = send_message) -> str:
    """Send a test message and say what went wrong; empty where it went well.

    Raises
    ------
    UnknownNameError
        If the project has no such channel.
    """
    channel = find_channel(model.settings.notices.channels, name)
    body = f"Incidents of severity **{channel.severity.value}** and above will come here."
    return send(channel, Message(title=f"{model.settings.label or model.settings.name}: a test", body=body))
