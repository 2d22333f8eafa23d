"""Codes of the product's own state: its store, leases and runs."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["STORE_CODES"]

STORE_CODES: tuple[Code, ...] = (
    code(
        "STO-500",
        "Store failed",
        "The database that keeps incidents, alerts and runs stopped for a reason that has no code of its own.",
        "Follow the database's words; nothing of the failed step was saved.",
    ),
    code(
        "STO-501",
        "No address of a store",
        "State lives in SQLite (`sqlite:///.gnomon/state.db`) or Postgres (`postgresql+psycopg://host/database`); "
        "this address is of neither.",
        "Mend `url` under `[store]` in `gnomon.toml`; `env:NAME` reads it from the environment.",
    ),
    code(
        "STO-502",
        "Driver of a store missing",
        "Postgres is reached through `psycopg`, which is not installed.",
        "Install `gnomon-metrics[postgres]`.",
    ),
    code(
        "STO-503",
        "Store does not open",
        "The file or server cannot be reached, or refuses the user.",
        "Check path, permissions, host and password.",
    ),
    code(
        "STO-504",
        "Store of a newer version",
        "The tables were migrated by a newer version of Gnomon than the one that runs.",
        "Update Gnomon here, or take the version that wrote the store.",
    ),
    code(
        "STO-505",
        "Another copy is at work",
        "A lease keeps two copies of the daily loop from working at once, and another copy holds it.",
        "Wait until it ends. Where it was killed, the lease ends by itself at the time that the message names.",
    ),
    code(
        "STO-506",
        "Lease lost",
        "This copy was away longer than its lease, and another copy took over; what this one still wanted to save "
        "was refused.",
        "Nothing is lost: the other copy does the same work. Run again when it has ended.",
    ),
    code(
        "STO-507",
        "Incident changed meanwhile",
        "Somebody else changed the incident after it was read, so that saving would undo their change.",
        "Read it again and repeat what you wanted to say.",
    ),
    code(
        "STO-509",
        "Start of a name that several share",
        "The beginning of an id must belong to one incident only.",
        "Write more of it.",
    ),
    code(
        "STO-510",
        "Address from an environment variable that is not set",
        "`url` under `[store]` reads the environment, where nothing stands under this name.",
        "Set the variable, or write the address itself.",
    ),
)
