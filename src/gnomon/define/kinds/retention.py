"""Retention: how many entities of a cohort come back some periods after they entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from gnomon.base.time import Grain
from gnomon.define.expressions import render
from gnomon.define.kinds.rows import RowSpec, RowYaml
from gnomon.define.kinds.words import read_word, with_words
from gnomon.define.spec import Sql, Strict

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.define.entry import Entry

__all__ = ["CohortYaml", "Retention", "RetentionYaml", "Returning"]

Place = Annotated[int, Field(ge=0, le=3660)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """Rows that tell that an entity is active.

    Attributes
    ----------
    time : str or None
        Time dimension; None means the source's default.
    where : sqlglot expression or None
        Rows that count, in names of the source.
    """

    source: str
    time: str | None = None
    where: exp.Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(RowSpec):
    """Entities that come back; ``source`` and ``time`` are those of the rows by which they enter.

    Attributes
    ----------
    entity : str
        Who comes back.
    active : Returning
        What coming back is.
    is_first_seen : bool
        Whether nothing tells when an entity was new, so that its first row stands for it.
    where : sqlglot expression or None
        Rows by which an entity can enter.
    first, last : int
        Periods after the entry, both in it.
    is_rolling : bool
        Whether coming back at any time from ``first`` on counts, as far as ``last``.
    every : Grain
        Day, week or month.
    """

    kind: ClassVar[str] = "retention"
    can_move: ClassVar[bool] = False
    entity: str
    active: Returning
    is_first_seen: bool
    where: exp.Expr | None = None
    first: int
    last: int
    is_rolling: bool = False
    every: Grain = Grain.DAY

    def sources(self) -> tuple[str, ...]:
        """Give the source of the entries, then that of the returns."""
        return tuple(dict.fromkeys((self.source, self.active.source)))

    def counts(self) -> str:
        """Say who is counted."""
        return f"{self.entity}s first seen" if self.is_first_seen else f"{self.entity}s"

    def default_unit(self) -> str:
        """A share has no unit."""
        return ""

    def rule(self) -> str:
        """Say how is counted, in one sentence."""
        unit = self.every.value
        where = "" if self.active.where is None else f" where {render(self.active.where)}"
        entry = "" if self.where is None else f" where {render(self.where)}"
        if self.is_first_seen:
            entered = f"the {unit} of their first row in {self.source}{entry} (first seen there, not known to be new)"
        else:
            entered = f"the {unit} of their first row in {self.source}{entry}"
        return (
            f"Share of {self.entity}s with a row of {self.active.source}{where} {self._when()} after {entered}; "
            f"calendar {unit}s, each {self.entity} in one cohort, only cohorts whose {unit} {self.last} is over."
        )

    def _when(self) -> str:
        unit = self.every.value
        if self.is_rolling:
            return f"on {unit} {self.first} or later, up to {unit} {self.last},"
        if self.first == self.last:
            return f"on {unit} {self.first}"
        return f"on any of {unit}s {self.first} to {self.last}"


class CohortYaml(Strict):
    """How an entity enters."""

    source: str | None = None
    time: str | None = None
    where: Sql | None = None


if TYPE_CHECKING:
    _Worded = RowYaml
else:
    _Worded = with_words(RowYaml, from_=Place | None)


class RetentionYaml(_Worded):
    """``kind: retention``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["retention"]
    entity: str
    where: Sql | None = None
    cohort: CohortYaml = Field(default_factory=CohortYaml)
    on: Place | None = None
    to: Place | None = None
    rolling: bool = False
    until: Place | None = None
    every: Literal["day", "week", "month"] = "day"

    def to_spec(self, entry: Entry) -> Retention:
        """Parse the conditions; exactly one way says which periods count."""
        first, last = self._span(entry)
        active = Returning(source=self.source, time=self.time, where=entry.optional(self.where, "where"))
        cohort = entry.below("cohort")
        return Retention(
            source=self.cohort.source or self.source,
            time=self.cohort.time or (self.time if self.cohort.source is None else None),
            entity=self.entity,
            active=active,
            is_first_seen=self.cohort.source is None,
            where=cohort.optional(self.cohort.where, "where"),
            first=first,
            last=last,
            is_rolling=self.rolling,
            every=Grain(self.every),
        )

    def _span(self, entry: Entry) -> tuple[int, int]:
        start = read_word(self, "from")
        begin = start if isinstance(start, int) else None
        given = {"on": self.on, "from": begin, "to": self.to, "until": self.until}
        names = {name for name, value in given.items() if value is not None}
        wanted = {"on", "until"} if self.rolling else {"from", "to"} if names & {"from", "to"} else {"on"}
        if names != wanted:
            keys = [(name,) for name in (*given, "rolling")]
            entry.report(
                "Say which periods count: `on: 7`, `from: 7` and `to: 13`, or `rolling: true` with `on` and `until`.",
                "DEF-111",
                key=True,
                about=keys,
            )
            return 1, 1
        first = (begin if begin is not None else self.on) or 0
        last = next(value for value in (self.until, self.to, self.on) if value is not None)
        if last < first:
            entry.report(
                f"The last period ({last}) lies before the first ({first}).",
                "DEF-112",
                "until" if self.rolling else "to",
            )
        return first, max(first, last)

    @staticmethod
    def write(spec: Retention) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body: dict[str, object] = {"source": spec.active.source}
        if spec.active.time is not None:
            body["time"] = spec.active.time
        body["entity"] = spec.entity
        if spec.active.where is not None:
            body["where"] = render(spec.active.where)
        cohort = _write_cohort(spec)
        if cohort:
            body["cohort"] = cohort
        if spec.is_rolling:
            body |= {"on": spec.first, "rolling": True, "until": spec.last}
        elif spec.first == spec.last:
            body["on"] = spec.first
        else:
            body |= {"from": spec.first, "to": spec.last}
        if spec.every is not Grain.DAY:
            body["every"] = spec.every.value
        return body


def _write_cohort(spec: Retention) -> dict[str, object]:
    body: dict[str, object] = {} if spec.is_first_seen else {"source": spec.source}
    if spec.time is not None and not (spec.is_first_seen and spec.time == spec.active.time):
        body["time"] = spec.time
    if spec.where is not None:
        body["where"] = render(spec.where)
    return body
