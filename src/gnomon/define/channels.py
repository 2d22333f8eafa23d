"""What a project says about telling people: channels, quiet hours, planned maintenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from gnomon.records.incident import Severity
from gnomon.records.quiet import Maintenance, QuietHours

__all__ = ["Channel", "NoticeSettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go.

    Attributes
    ----------
    url : str
        Address as the library ``apprise`` takes it, or ``env:NAME`` to read it from the environment.
    severity : Severity
        The least that is told here.
    escalate_to : str
        Name of another channel; empty for none.
    escalate_after : timedelta
        How long an incident may wait for somebody to take it.
    """

    name: str
    url: str
    severity: Severity = Severity.MEDIUM
    escalate_to: str = ""
    escalate_after: timedelta = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettings:
    """The tables ``[channels]``, ``[quiet]`` and ``[[maintenance]]`` of ``gnomon.toml``."""

    channels: Mapping[str, Channel] = field(default_factory=lambda: MappingProxyType({}))
    quiet: QuietHours | None = None
    maintenance: tuple[Maintenance, ...] = ()
