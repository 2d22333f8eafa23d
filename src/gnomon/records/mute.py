"""A mute: alerts that a person does not want until a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gnomon.base.hashing import fingerprint
from gnomon.records.anomaly import Slice

__all__ = ["Mute"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """What is not told, until when, and who said so.

    Attributes
    ----------
    metric : str
        Name of a metric; ``*`` for all.
    where : tuple of (str, str or None)
        Dimension and value pairs; empty for every slice.
    until : datetime
        In UTC, with a zone.
    by : str
        A person's name.
    reason : str
        Why.
    made_at : datetime
        In UTC, with a zone.
    """

    metric: str
    where: Slice = ()
    until: datetime
    by: str
    reason: str
    made_at: datetime

    @property
    def id(self) -> str:
        """Eight letters and digits that name it.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> at = datetime(2024, 5, 1, tzinfo=UTC)
        >>> Mute(metric="dau", until=at, by="Ada", reason="known", made_at=at).id
        'e6a4965e'
        """
        return fingerprint((self.metric, self.where, self.made_at), size=8)
