"""Grains, standard and custom: cutting a time to what a name asks for, and the days of a calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.localtime import LocalTime, date_part, truncate
from gnomon.ask.trees import column
from gnomon.base.errors import QuestionError, nearest_hint
from gnomon.base.time import DatePart, Grain

if TYPE_CHECKING:
    from gnomon.ask.catalog import Catalog
    from gnomon.define.project import Calendar, Model

__all__ = ["CalendarJoins", "calendar_of", "is_custom", "spine_calendar", "standard_grain", "time_value"]


def standard_grain(word: str | None) -> Grain | None:
    """Return the standard grain of that name, or None."""
    try:
        return Grain(word)
    except ValueError:
        return None


def is_custom(model: Model, word: str) -> bool:
    """Whether a calendar defines this grain."""
    return any(word in c.grains for c in model.calendars.values())


def calendar_of(model: Model, word: str) -> Calendar:
    """Find the calendar that defines a custom grain.

    Raises
    ------
    QuestionError
        If none does.
    """
    for calendar in model.calendars.values():
        if word in calendar.grains:
            return calendar
    known = {g.value for g in Grain} | {g for c in model.calendars.values() for g in c.grains}
    hint = nearest_hint(word, known, otherwise=f"Known: {', '.join(sorted(known))}.")
    raise QuestionError(f"Unknown grain {word!r}. {hint}", code="ASK-203")


def spine_calendar(model: Model, base: Grain) -> Calendar | None:
    """Find the calendar whose rows are periods of ``base`` or finer, the coarsest such."""
    fitting = [c for c in model.calendars.values() if c.grain <= base]
    return max(fitting, key=lambda c: c.grain.rank, default=None)


@dataclass(slots=True)
class CalendarJoins:
    """Joins to calendars that one SELECT needs for custom grains."""

    _aliases: dict[tuple[str, exp.Expr], str] = field(default_factory=dict)

    def value(self, model: Model, local: LocalTime, word: str) -> exp.Expr:
        """Build the custom period of a moment, and join its calendar."""
        calendar = calendar_of(model, word)
        moment = truncate(local, calendar.grain, week_start=model.settings.week_start).tree
        key = (calendar.name, moment)
        alias = self._aliases.setdefault(key, f"c{len(self._aliases)}")
        return column(calendar.grains[word], alias)

    def join_to(self, select: exp.Select, catalog: Catalog) -> exp.Select:
        """Add the joins; a moment outside the calendar keeps its row under a null period."""
        for (name, moment), alias in self._aliases.items():
            calendar = catalog.model.calendars[name]
            on = exp.EQ(this=column(calendar.column, alias), expression=moment.copy())
            relation = catalog.relation(calendar.relation, alias)
            select = select.join(relation, on=on, join_type="left", copy=False)
        return select


def time_value(model: Model, local: LocalTime, word: str, calendars: CalendarJoins) -> exp.Expr:
    """Cut a time to the grain or part named ``word``."""
    if word in {p.value for p in DatePart}:
        return date_part(local, DatePart(word))
    grain = standard_grain(word)
    if grain is not None:
        return truncate(local, grain, week_start=model.settings.week_start).tree
    return calendars.value(model, local, word)
