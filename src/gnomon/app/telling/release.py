"""Whether a message that is due may go: held on where silence still rules, dropped where it is no news any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from gnomon.records.incident import IncidentState
from gnomon.watch.hush import Hush, end_of_quiet, find_hush, is_in_maintenance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.define import Model
    from gnomon.records.alert import Alert
    from gnomon.records.incident import Incident
    from gnomon.records.mute import Mute

__all__ = ["Release", "judge_release", "what_of"]

_QUIET: Final = "quiet hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What becomes of a message that is due.

    Attributes
    ----------
    hush : Hush or None
        It is held on, until then.
    dropped : str
        Why it is no longer worth telling; empty where it is.
    """

    hush: Hush | None = None
    dropped: str = ""

    @property
    def may_go(self) -> bool:
        """Whether it is sent now."""
        return self.hush is None and not self.dropped


def judge_release(
    model: Model, alert: Alert, incident: Incident | None, *, mutes: Sequence[Mute], now: datetime
) -> Release:
    """Judge a message that is due by what holds now: time passed since it was written.

    What a mute or a maintenance held is dropped where the incident ended meanwhile; what the night held is told
    in the morning in any case.
    """
    notices, zone = model.settings.notices, ZoneInfo(model.settings.timezone)
    if incident is None:
        ends = end_of_quiet(now, notices.quiet, zone=zone)
        return Release(hush=None if ends is None else Hush(until=ends, why=_QUIET))
    if incident.joined:
        return Release(dropped=f"a part of {incident.joined}")
    what = what_of(alert)
    if what == "escalated" and incident.state not in {IncidentState.OPEN, IncidentState.REOPENED}:
        return Release(dropped=f"somebody took it: {incident.state.value}")
    hush = find_hush(
        incident, now=now, zone=zone, quiet=notices.quiet, maintenance=notices.maintenance, mutes=mutes
    )
    if alert.state == "held" and alert.error != _QUIET:
        if is_in_maintenance(incident.anomalies, notices.maintenance) is not None:
            return Release(dropped="nothing outside the maintenance")
        if incident.is_over:
            return Release(dropped=f"over before it could be told: {incident.state.value}")
    return Release(hush=hush)


def what_of(alert: Alert) -> str:
    """Read from the key what an alert says; a digest says ``digest``."""
    parts = alert.key.split(" ")
    return "digest" if alert.incident is None else parts[1]
