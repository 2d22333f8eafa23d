"""A message as somebody reads it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Message"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent to a channel.

    Attributes
    ----------
    title : str
        One line of plain text.
    body : str
        Markdown.
    picture : bytes or None
        PNG.
    """

    title: str
    body: str
    picture: bytes | None = None
