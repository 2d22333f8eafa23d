"""Codes of worlds that make data."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["SIMULATION_CODES"]

SIMULATION_CODES: tuple[Code, ...] = (
    code(
        "SIM-801",
        "World of an impossible size",
        "The number of users or days, the seed or the first day is outside of what a world can have.",
        "Take a value in the range that the message names.",
    ),
    code(
        "SIM-802",
        "Too little room for a world",
        "The tables need more room than the disk has; this is estimated before anything is written.",
        "Make room, name another disk, or ask for fewer users, days or tables.",
    ),
    code(
        "SIM-803",
        "Unreadable size of memory",
        "A limit of memory is a number and a unit.",
        "Write for example `4GB` or `800MB`.",
    ),
    code(
        "SIM-804",
        "World does not fit into memory",
        "A step needs more memory than the limit allows, even with what can be moved to disk.",
        "Raise `--memory`; 4GB is enough for ten million users.",
    ),
)
