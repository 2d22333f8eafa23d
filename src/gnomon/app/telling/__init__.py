"""Tell people of incidents: compose messages into the outbox, hold them, send them at least once, escalate."""

from __future__ import annotations

__all__: list[str] = []
