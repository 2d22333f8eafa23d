"""Codes of definitions that cannot be brought in from another tool."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["IMPORT_CODES"]

IMPORT_CODES: tuple[Code, ...] = (
    code(
        "DEF-180",
        "No dbt project to read",
        "The folder or manifest is not there, cannot be read, or nothing in it belongs to a semantic layer.",
        "Name the folder that holds `dbt_project.yml`, or a `semantic_manifest.json`.",
    ),
    code(
        "DEF-181",
        "dbt filter that cannot be carried over",
        "A filter's Jinja calls something other than `Dimension`, `TimeDimension`, `Entity` and `Metric`, or in "
        "a way that has no counterpart.",
        "Write the filter in Gnomon's own words after the import: `user.country = 'DE'`.",
    ),
    code(
        "DEF-182",
        "dbt SQL that cannot be carried over",
        "An expression holds Jinja, which dbt alone can run, or is no SQL of the dialect named.",
        "Name the dialect (`--dialect snowflake`), or write the expression without Jinja.",
    ),
)
