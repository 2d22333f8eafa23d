"""Codes of incidents and of messages about them."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["INCIDENT_CODES"]

INCIDENT_CODES: tuple[Code, ...] = (
    code(
        "INC-601",
        "State that may not follow",
        "An incident moves between its states along a fixed table; nothing leads from its state to the one wanted.",
        "Take one of the states that the message names.",
    ),
)
