"""Codes of an engine that refused, stopped or failed."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["ENGINE_CODES"]

ENGINE_CODES: tuple[Code, ...] = (
    code(
        "ENG-400",
        "Engine failed",
        "The engine stopped for a reason that has no code of its own; its words stand in the message.",
        "Follow the engine's words; `gnomon doctor` checks the installation.",
    ),
    code(
        "ENG-401",
        "No engine address",
        "The address of the engine cannot be read, or no engine of this kind is installed.",
        "Write for example `duckdb:///warehouse.duckdb` under `engine` in `gnomon.toml`.",
    ),
    code(
        "ENG-402",
        "Engine does not open",
        "The database file or its driver cannot be opened.",
        "Check the path and its permissions, and that no other program holds the file for writing.",
    ),
    code(
        "ENG-410",
        "Not one plain query",
        "An engine runs one query that reads; statements that write, attach or set are refused.",
        "Ask through metrics, or pass one SELECT.",
    ),
    code(
        "ENG-411",
        "Access that was not declared",
        "The query reaches for a file or function that the project does not declare.",
        "Declare the file as a source with `file:`.",
    ),
    code(
        "ENG-420",
        "Unknown table",
        "The engine knows no table of this name.",
        "Mend `table:` of the source, or load the table.",
    ),
    code(
        "ENG-421",
        "Unknown column",
        "No relation of the query has a column of this name.",
        "Mend the expression, or take the nearest name that the message shows.",
    ),
    code(
        "ENG-422",
        "Source file missing or damaged",
        "A declared file is not there, cannot be read, or has other columns than its siblings.",
        "Mend the path or the file.",
    ),
    code(
        "ENG-423",
        "Value that does not fit",
        "A value cannot be cast, or a number leaves the range of its type.",
        "Mend the data, or cast to a wider type in the definition.",
    ),
    code(
        "ENG-424",
        "Expression that does not fit its types",
        "A function or operator does not take the types of its columns.",
        "Cast the columns in the definition's `expr`.",
    ),
    code(
        "ENG-425",
        "Values that do not match the query",
        "The values bound to a query and its placeholders differ in number or name.",
        "Bind one value for each placeholder.",
    ),
    code(
        "ENG-426",
        "Type that would lose digits",
        "A column of the result has a type that no Arrow type holds whole.",
        "Cast the column to another type.",
    ),
    code(
        "ENG-430",
        "Out of memory",
        "The query needs more memory than the engine may use.",
        "Raise `memory_limit` in `gnomon.toml`, or ask a shorter window.",
    ),
    code(
        "ENG-431",
        "Out of time",
        "The query ran longer than `timeout_seconds` allows.",
        "Raise `timeout_seconds` in `gnomon.toml`, or ask a shorter window.",
    ),
    code(
        "ENG-432",
        "Cancelled",
        "Somebody cancelled the query.",
        "Ask again.",
    ),
    code(
        "ENG-433",
        "Engine closed",
        "The engine was closed before the query.",
        "Load the project again, or ask inside its `with` block.",
    ),
    code(
        "ENG-434",
        "Answer too large",
        "The result is larger than `result_limit_bytes` allows.",
        "Ask a longer grain or fewer names, set `limit`, or raise `result_limit_bytes`.",
    ),
    code(
        "ENG-490",
        "Generated SQL that does not parse",
        "The engine cannot parse what Gnomon wrote: a fault of Gnomon.",
        "Please report it with the question and its SQL (`gnomon sql`).",
    ),
)
