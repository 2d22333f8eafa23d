"""Growth accounting: who is active now, told apart by when they were active before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import Strict

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["FirstSeen", "FirstSeenYaml", "GrowthAccounting", "GrowthAccountingYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSeen:
    """Where the beginning of an entity is written down, such as its sign-up.

    Attributes
    ----------
    source : str
        Source that holds the entity.
    time : str or None
        Time dimension of the source; None means its default.
    """

    source: str
    time: str | None = None

    def __str__(self) -> str:
        return f"{self.source}.{self.time}" if self.time else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthAccounting(RowSpec):
    """Entities with a row in a period, by whether they had one the period before and ever before.

    Attributes
    ----------
    entity : str
        Who is counted.
    every : str
        The fixed period: day, week, month, quarter or year.
    part : str
        active, new, retained, resurrected, churned, net or quick_ratio.
    first : FirstSeen or None
        Where an entity's beginning is written down; None is its first row in the source.
    """

    kind: ClassVar[str] = "growth_accounting"
    can_move: ClassVar[bool] = False
    entity: str = ""
    every: str = "month"
    part: str = "active"
    first: FirstSeen | None = None

    def sources(self) -> tuple[str, ...]:
        """Give the source of activity, then the one of beginnings."""
        return (self.source,) if self.first is None else (self.source, self.first.source)

    def rule(self) -> str:
        """Say whom the part counts, and what tells that an entity is new."""
        who, period = self.entity.replace("_", " "), self.every
        begins = f"first seen in {self.source}"
        if self.first is not None:
            begins = f"{self.first} or, where that is earlier or alone, {begins}"
        new = f"new: a {who} whose own first {period} it is ({begins})"
        retained = f"retained: active in this {period} and the one before"
        resurrected = f"resurrected: active in this {period}, not in the one before, and not new"
        churned = f"churned: active in the {period} before, not in this one"
        said = {
            "active": f"active: a {who} with a row in {self.source} in the {period}, counted once",
            "new": new,
            "retained": retained,
            "resurrected": f"{resurrected}; {new}",
            "churned": churned,
            "net": f"new + resurrected - churned; {new}; {resurrected}; {churned}",
            "quick_ratio": f"(new + resurrected) / churned; {new}; {resurrected}; {churned}",
        }[self.part]
        return f"{said[0].upper()}{said[1:]}."


class FirstSeenYaml(Strict):
    """Where the beginning of an entity is written down."""

    source: str
    time: str | None = None


class GrowthAccountingYaml(RowYaml):
    """``kind: growth_accounting``."""

    empty_word: ClassVar[str] = "zero"
    kind: Literal["growth_accounting"]
    entity: str
    every: Literal["day", "week", "month", "quarter", "year"]
    part: Literal["active", "new", "retained", "resurrected", "churned", "net", "quick_ratio"]
    first: FirstSeenYaml | None = None

    def to_spec(self, _: Entry) -> GrowthAccounting:
        """Make the record; its names are checked later."""
        first = None if self.first is None else FirstSeen(source=self.first.source, time=self.first.time)
        return GrowthAccounting(
            source=self.source,
            time=self.time,
            entity=self.entity,
            every=self.every,
            part=self.part,
            first=first,
        )

    @staticmethod
    def write(spec: GrowthAccounting) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body = {**write_rows(spec), "entity": spec.entity, "every": spec.every, "part": spec.part}
        if spec.first is not None:
            time = {} if spec.first.time is None else {"time": spec.first.time}
            body["first"] = {"source": spec.first.source, **time}
        return body
