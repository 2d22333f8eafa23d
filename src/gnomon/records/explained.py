"""An incident's explanation as it is kept: its sentences, and the whole document behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Explained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What an explanation said of an incident.

    Attributes
    ----------
    incident : str
        Id.
    made_at : datetime
        In UTC, with a zone.
    outcome : str
        In a few words; empty where nothing could be said.
    sentences : tuple of str
    document : str
        The whole explanation as JSON.
    """

    incident: str
    made_at: datetime
    outcome: str
    sentences: tuple[str, ...]
    document: str
