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
    code(
        "INC-602",
        "Address of a channel missing",
        "A channel takes its address from the environment, and the variable is not set where messages are sent.",
        "Set the variable that the message names, or write the address into gnomon.toml.",
    ),
    code(
        "INC-603",
        "Library for messages missing",
        "Messages are sent through the library `apprise`, which comes with the extra `watch`.",
        "Install it: `pip install 'gnomon-metrics[watch]'`.",
    ),
    code(
        "INC-604",
        "Address that no service has",
        "The address of a channel has a scheme or parts that the library `apprise` does not know.",
        "Compare it with the list of services of apprise.",
    ),
    code(
        "INC-605",
        "Opinion that is none",
        "Feedback says that an incident was real, expected, new normal, not an anomaly or a data fault, or it "
        "takes back what was said.",
        "Say one of these; dashes may stand for blanks.",
    ),
    code(
        "INC-606",
        "Mute that has passed",
        "A mute ends at a moment to come.",
        "Name a later moment.",
    ),
    code(
        "INC-607",
        "Time of a mute unclear",
        "A mute lasts for minutes, hours, days or weeks, or until a day or moment.",
        "Write it like `2 days` or `2024-05-01`.",
    ),
    code(
        "INC-608",
        "Date of an event unclear",
        "An event begins and ends on a day or at a moment.",
        "Write it like `2024-05-01` or `2024-05-01T12:00`.",
    ),
    code(
        "INC-609",
        "Event in no order",
        "An event ends after it starts.",
        "Swap the two.",
    ),
    code(
        "INC-610",
        "Unknown kind of event",
        "Events are of a few kinds, so that they can be told apart in a calendar.",
        "Take one that the message lists; `other` always fits.",
    ),
)
