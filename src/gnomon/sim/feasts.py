"""Public holidays of the countries of the world, moving feasts and make-up working days included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal

from sqlglot import exp

from gnomon.sim.table import read_tree
from gnomon.sim.world import World

__all__ = ["Feast", "fill_holidays", "list_feasts"]

_GIVEN: Final = "given_holidays"
_COLUMNS: Final = ("country", "day", "name", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feast:
    """A day that is not like its weekday: off, or a weekend's day worked to make up for a bridge."""

    country: str
    day: date
    name: str
    kind: Literal["holiday", "workday"]


@cache
def list_feasts(start: date, end: date) -> tuple[Feast, ...]:
    """Feasts of every country of the world in a half-open range of days, from the library ``holidays``."""
    import holidays

    found: list[Feast] = []
    years = range(start.year, end.year + 1)
    for country in _countries():
        days = holidays.country_holidays(country, years=years, language="en_US")
        found += (Feast(country=country, day=d, name=n, kind="holiday") for d, n in days.items())
        found += (
            Feast(country=country, day=d, name="Make-up working day", kind="workday")
            for d in getattr(days, "weekend_workdays", ())
        )
    return tuple(
        sorted((f for f in found if start <= f.day < end), key=lambda f: (f.country, f.day, f.kind, f.name))
    )


def _countries() -> tuple[str, ...]:
    """Countries in the order of ``tables/countries.sql``."""
    values = read_tree("countries").find(exp.Values)
    return tuple(row.expressions[0].name for row in values.expressions) if values else ()


def fill_holidays(tree: exp.Expr, world: World) -> None:
    """Put the feasts in the place of the relation ``given_holidays``."""
    for table in list(tree.find_all(exp.Table)):
        if table.name == _GIVEN:
            feasts = list_feasts(world.start - timedelta(days=31), world.end + timedelta(days=31))
            table.replace(_relation(feasts))


def _relation(feasts: tuple[Feast, ...]) -> exp.Expr:
    rows = [
        exp.Tuple(
            expressions=[
                exp.Literal.string(f.country),
                exp.cast(exp.Literal.string(f.day.isoformat()), "date"),
                exp.Literal.string(f.name),
                exp.Literal.string(f.kind),
            ]
        )
        for f in feasts
    ]
    columns = [exp.to_identifier(name) for name in _COLUMNS]
    return exp.Values(
        expressions=rows, alias=exp.TableAlias(this=exp.to_identifier("given"), columns=columns)
    )
