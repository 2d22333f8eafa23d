"""Names of dbt as names that a Gnomon file may hold."""

from __future__ import annotations

import re
from functools import lru_cache

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

__all__ = ["DATE_PARTS", "dotted", "legal_name"]

_LONGEST = 120

DATE_PARTS = {
    "year": "calendar_year",
    "quarter": "quarter_of_year",
    "month": "month_of_year",
    "week": "week_of_year",
    "day": "day_of_month",
    "dow": "day_of_week",
    "doy": "day_of_year",
    "hour": "hour_of_day",
}
"""dbt's date parts and what Gnomon calls them; both count days of the week from Monday = 1."""


def legal_name(name: str) -> str:
    """Make a name that a Gnomon file may hold; the same text always gives the same name.

    Parameters
    ----------
    name : str
        As written in dbt.

    Examples
    --------
    >>> legal_name("Orders"), legal_name("stg__orders"), legal_name("7d-users")
    ('orders', 'stg_orders', 'n_7d_users')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).lstrip("_") or "unnamed"
    started = plain if plain[0].isalpha() else f"n_{plain}"
    return started[:_LONGEST]


def dotted(parts: tuple[str, ...]) -> str:
    """Join the parts of a name; a part that SQL could not read as a name is quoted.

    Examples
    --------
    >>> dotted(("listing", "country")), dotted(("case", "country"))
    ('listing.country', '"case".country')
    """
    return ".".join(part if _reads_as_name(part) else f'"{part}"' for part in parts)


@lru_cache(maxsize=4096)
def _reads_as_name(part: str) -> bool:
    try:
        trees = (parse_one(part, dialect="duckdb"), parse_one(f"{part}.x", dialect="duckdb"))
    except SqlglotError:
        return False
    return all(isinstance(tree, exp.Column) for tree in trees) and trees[0].name == part
