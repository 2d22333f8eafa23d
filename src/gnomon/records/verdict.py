"""A verdict as it was said: the anomaly, the rule in force and the run that said it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gnomon.records.anomaly import Anomaly

__all__ = ["Verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was said of one bucket; it stays as it was said when the rule is edited later.

    Attributes
    ----------
    anomaly : Anomaly
    rule : str
        Hash of the metric's definition and of the settings of the watch that were in force.
    run : str
        Period of the run that said it first.
    said_at : datetime
        In UTC, with a zone.
    """

    anomaly: Anomaly
    rule: str
    run: str
    said_at: datetime
