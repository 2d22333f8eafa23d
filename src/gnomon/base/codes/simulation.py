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
    code(
        "SIM-805",
        "No new database file",
        "The tables of a world go into a DuckDB file that does not exist yet.",
        "Write for example `duckdb:///world.duckdb`.",
    ),
    code(
        "SIM-810",
        "Unknown scenario",
        "No scenario of this name is shipped, and no file is at that path.",
        "`gnomon sim --list-scenarios` shows every name; a file is named by its path.",
    ),
    code(
        "SIM-811",
        "Lever that does not do this",
        "A scenario moves a lever that does not exist, for tables, users or a time that it does not know.",
        "The page on scenarios lists every lever with what can be done with it.",
    ),
    code(
        "SIM-812",
        "Slice that does not exist",
        "A scenario slices a lever by a dimension that it does not have, or by a value that this world does not have.",
        "Take one of the dimensions or values that the message names.",
    ),
    code(
        "SIM-813",
        "Injection outside of the world's days",
        "Something would happen before the first or after the last day of the world, or end before it begins.",
        "Make a longer world with `--days`, or move the injection.",
    ),
    code(
        "SIM-814",
        "Scenario that contradicts itself",
        "Two injections have one name, set the same lever for the same slice and time, or one part needs another "
        "that is missing.",
        "Follow the message: keep one of the two, or add the part that is missing.",
    ),
    code(
        "SIM-815",
        "Number that a lever cannot have",
        "Shares are between 0 and 1, and amounts are not below 0.",
        "Correct the number.",
    ),
)
