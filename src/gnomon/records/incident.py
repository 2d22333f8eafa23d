"""An incident: anomalies of metrics, slices and times that are one event, and what people did about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gnomon.records.anomaly import Anomaly, Slice

__all__ = ["Feedback", "Incident", "IncidentState", "Opinion", "Severity", "Transition"]


class IncidentState(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    EXPLAINED = "explained"
    RECOVERED = "recovered"
    CLOSED = "closed"
    REOPENED = "reopened"


class Severity(StrEnum):
    """How much an incident matters."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Opinion(StrEnum):
    """What a person says that an incident was."""

    REAL = "real"
    EXPECTED = "expected"
    NEW_NORMAL = "new normal"
    NOT_AN_ANOMALY = "not an anomaly"
    DATA_FAULT = "data fault"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A change of state, kept for ever.

    Attributes
    ----------
    at : datetime
        In UTC, with a zone.
    before, after : IncidentState
    by : str
        A person's name, or ``gnomon``.
    note : str
        Why.
    """

    at: datetime
    before: IncidentState
    after: IncidentState
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A person's opinion of an incident, with the reason.

    Attributes
    ----------
    at : datetime
        In UTC, with a zone.
    """

    at: datetime
    opinion: Opinion
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One event as people are told of it.

    Attributes
    ----------
    id : str
        Ten letters and digits; the same event found again has the same id.
    metric, where, kind, side
        Of the series that leads: what the incident is called after.
    grain : str
        Bucket size of the lead.
    began, last : datetime
        First and last bucket out of the ordinary, in the reporting zone, without a zone.
    state : IncidentState
    severity : Severity
    score : float
        What severity was read from: size times certainty times importance, in [0, 1].
    rule : str
        Hash of what was in force when it was found: the metric's definition and the settings of the watch.
    anomalies : tuple of Anomaly
        The lead's first, then by time.
    history : tuple of Transition
        Oldest first.
    feedback : tuple of Feedback
        Oldest first; the last one counts.
    joined : str
        Id of the incident that this one turned out to be a part of; empty where it stands alone.
    version : int
        Which saved state it was read from; 0 where it was never saved. The store counts it up, so that a change
        that somebody else made meanwhile is not undone.
    """

    id: str
    metric: str
    where: Slice
    kind: str
    side: int
    grain: str
    began: datetime
    last: datetime
    state: IncidentState
    severity: Severity
    score: float
    rule: str
    anomalies: tuple[Anomaly, ...]
    history: tuple[Transition, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    joined: str = ""
    version: int = field(default=0, compare=False)

    @property
    def is_over(self) -> bool:
        """Whether nobody needs to look at it any more."""
        return self.state in {IncidentState.RECOVERED, IncidentState.CLOSED}

    @property
    def series(self) -> tuple[tuple[str, Slice], ...]:
        """Metric and slice of every series in it, the lead first.

        Examples
        --------
        >>> from datetime import datetime
        >>> at = datetime(2024, 5, 1)
        >>> rest = dict(grain="day", start=at, value=1.0, expected=9.0, low=7.0, high=11.0, p_value=1e-4)
        >>> seen = tuple(Anomaly(metric=m, where=(), kind="drop", **rest) for m in ("dau", "plays", "dau"))
        >>> Incident(
        ...     id="k3v9x2m1qa",
        ...     metric="dau",
        ...     where=(),
        ...     kind="drop",
        ...     side=-1,
        ...     grain="day",
        ...     began=at,
        ...     last=at,
        ...     state=IncidentState.OPEN,
        ...     severity=Severity.HIGH,
        ...     score=0.6,
        ...     rule="",
        ...     anomalies=seen,
        ... ).series
        (('dau', ()), ('plays', ()))
        """
        return tuple(dict.fromkeys((a.metric, a.where) for a in self.anomalies))
