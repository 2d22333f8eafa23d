"""The numbers of an export: metrics of the project, asked over one period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from gnomon.app.regulatory.export import Table
from gnomon.ask.moments import as_moment
from gnomon.base.errors import DataError, InputError
from gnomon.define.packs.needs import find_sources

if TYPE_CHECKING:
    from gnomon.app.project import Project

__all__ = ["Figures", "among"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Asks metrics of a project over one period, under conditions that hold for all of them.

    Attributes
    ----------
    now : datetime
        The moment that counts as now.
    where : tuple of str
        Conditions of every question.
    """

    project: Project
    start: date
    end: date
    now: datetime
    where: tuple[str, ...] = ()

    def refuse_lacking(self, metrics: Sequence[str]) -> None:
        """Refuse a project without the metrics that an export needs."""
        lacking = [name for name in metrics if name not in self.project.model.metrics]
        if lacking:
            raise InputError(
                f"The export needs metrics that the project lacks: {', '.join(lacking)}. "
                "`gnomon init DIR --pack compliance` starts a project that has them.",
                code="INP-032",
            )

    def refuse_unloaded(self, metrics: Sequence[str]) -> None:
        """Refuse a period that is not loaded to its end, and say of which metric."""
        after = as_moment(self.end + timedelta(days=1))
        for name in metrics:
            answer = self.project.ask(name, start=self.start, end=self.end, as_of=self.now)
            through = answer.complete_through
            # only its end: where its beginning is not covered is another refusal, which a person may waive
            if through is None or through < after:
                told = "nothing is loaded" if through is None else f"loaded through {through:%Y-%m-%d %H:%M}"
                raise DataError(
                    f"{name} is not loaded to the end of {self.end}: {told}. Load the rest, or, where no row came "
                    "late in the period, say `complete_through` of its source.",
                    code="DAT-330",
                )

    def refuse_unbegun(self, metrics: Sequence[str], *, is_partial: bool = False) -> date:
        """Refuse a period that begins before the first row of all that is read: that part of it was not loaded.

        Where the period is said to be covered partly, only one that is over by then is refused.

        Returns
        -------
        date
            First day of the period that the data covers.
        """
        model, catalog = self.project.model, self.project.catalog
        firsts: list[datetime] = []
        for source in {name for metric in metrics for name in find_sources(model, metric)}:
            own = model.sources[source]
            if own.default_time is not None:
                first = catalog.source_bounds(own, catalog.time_dimension(own, None)).first
                firsts += [] if first is None else [as_moment(first)]
        begun = min(firsts, default=None)
        if begun is None or begun.date() > self.end:
            told = "nothing is loaded" if begun is None else f"the data begins on {begun:%Y-%m-%d}"
            raise DataError(
                f"The period ends on {self.end}, but {told}: zeros would stand for what is not known. "
                "Load what came before, or name a later period.",
                code="DAT-333",
            )
        if begun.date() > self.start and not is_partial:
            raise DataError(
                f"The period begins on {self.start}, but the data on {begun:%Y-%m-%d}: its figures would be of a part "
                "of it. Load what came before, or say --partial, and the files tell which days are covered.",
                code="DAT-334",
            )
        return max(begun.date(), self.start)

    def covered(self, first: date) -> tuple[tuple[Table, ...], tuple[str, ...]]:
        """Write a file and a note on the days that the data covers; nothing where it covers the whole period."""
        if first <= self.start:
            return (), ()
        table = Table(
            name="covered-days.csv",
            columns=("Period begins", "Period ends", "Data covers from", "Data covers to"),
            rows=((f"{self.start}", f"{self.end}", f"{first}", f"{self.end}"),),
        )
        return (table,), (f"The data covers {first} to {self.end} alone; the figures are of these days.",)

    def one(self, *metrics: str, where: str | None = None) -> Mapping[str, float | None]:
        """Ask metrics over the whole period."""
        answer = self.project.ask(
            metrics, start=self.start, end=self.end, where=self._conditions(where), as_of=self.now
        )
        rows = answer.data.to_pylist()
        row = rows[0] if rows else {}
        return {name: _number(row.get(name)) for name in metrics}

    def count(self, metric: str, where: str | None = None) -> int:
        """Ask how many there are."""
        return int(self.one(metric, where=where)[metric] or 0)

    def words(self, metric: str, by: str) -> Mapping[str | None, int]:
        """Ask how many there are of each word of a dimension."""
        answer = self.project.ask(
            metric, by=by, start=self.start, end=self.end, where=self._conditions(None), as_of=self.now
        )
        rows = answer.data.to_pylist()
        return {_word(row[by]): int(_number(row[metric]) or 0) for row in rows if row[metric]}

    def months(self, metric: str, first: date, by: str = "") -> Mapping[str | None, float]:
        """Ask the mean of a metric over the covered months, of all or of each word of a dimension."""
        begun = self.first_month(first)
        answer = self.project.ask(
            metric,
            by=by,
            grain="month",
            start=begun,
            end=self.end,
            where=self._conditions(None),
            as_of=self.now,
        )
        months = self.end.month - begun.month + 1
        sums: dict[str | None, float] = {}
        for row in answer.data.to_pylist():
            word = _word(row[by]) if by else None
            sums[word] = sums.get(word, 0.0) + (_number(row[metric]) or 0.0)
        return {word: total / months for word, total in sums.items()}

    def first_month(self, first: date) -> date:
        """Give the first month that the data covers from its first day on.

        A month covered in part has fewer recipients than there were. Where the data covers no other, that one has
        to do.

        Parameters
        ----------
        first : date
            First day of the period that the data covers.
        """
        if first.day == 1:
            return first
        whole = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return whole if whole <= self.end else first.replace(day=1)

    def _conditions(self, more: str | None) -> tuple[str, ...]:
        return self.where if more is None else (*self.where, more)


def among(dimension: str, words: Sequence[str | None]) -> str:
    """Write the condition that a dimension is one of some words.

    Examples
    --------
    >>> among("category", ["scams", None])
    "category in ('scams') or category is null"
    """
    told = ", ".join("'" + word.replace("'", "''") + "'" for word in words if word is not None)
    parts = [f"{dimension} in ({told})"] if told else []
    parts += [f"{dimension} is null"] if None in words else []
    return " or ".join(parts) or "false"


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _word(value: object) -> str | None:
    return None if value is None else str(value)
