"""Sessions: rows of one entity that follow each other without a long gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from gnomon.base.time import Window
from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.kinds.terms import write_window

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Sessions", "SessionsYaml"]

_HALF_HOUR = Window(count=30, grain="minute")
_SUMMED = ("length", "rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions(RowSpec):
    """Sessions of an entity: a row that comes ``gap`` or more after the one before begins a new one.

    Attributes
    ----------
    entity : str
        Whose rows they are; rows without it are no sessions.
    gap : Window
        Elapsed time without a row that ends a session.
    measure : str
        count, length (seconds from the first row to the last), rows, or per_entity (sessions over entities).
    summarize : str
        sum, average or percentile over sessions, for length and rows.
    p : float
        Share of the percentile.
    """

    kind: ClassVar[str] = "sessions"
    can_move: ClassVar[bool] = False
    entity: str
    gap: Window = _HALF_HOUR
    measure: str = "count"
    summarize: str = "average"
    p: float = 0.5

    def rule(self) -> str:
        """Say what a session is, and what is said of it."""
        made = f"rows of one {self.entity} less than {self.gap} apart are one session, dated by its first row"
        over = f"{100 * self.p:g}th percentile" if self.summarize == "percentile" else self.summarize
        match self.measure:
            case "length":
                return f"Length of sessions in seconds ({over}): {made}; open sessions do not count yet."
            case "rows":
                return f"Rows of a session ({over}): {made}; open sessions do not count yet."
            case "per_entity":
                return f"Sessions for each {self.entity} that begins one: {made}."
            case _:
                return f"Number of sessions: {made}."


class SessionsYaml(RowYaml):
    """``kind: sessions``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["sessions"]
    entity: str
    gap: str = "30 minutes"
    measure: Literal["count", "length", "rows", "per_entity"] = "count"
    summarize: Literal["sum", "average", "median", "percentile"] | None = None
    p: Annotated[float, Field(gt=0, lt=1)] | None = None

    def to_spec(self, entry: Entry) -> Sessions:
        """Parse the gap; only lengths and rows are summed up."""
        if self.summarize is not None and self.measure not in _SUMMED:
            entry.report(
                f"`measure: {self.measure}` has no use for `summarize`.", "DEF-163", "summarize", key=True
            )
        if self.p is not None and self.summarize != "percentile":
            entry.report("Only `summarize: percentile` has a use for `p`.", "DEF-163", "p", key=True)
        summarize = self.summarize or "average"
        return Sessions(
            source=self.source,
            time=self.time,
            entity=self.entity,
            gap=entry.window(self.gap, "gap") or _HALF_HOUR,
            measure=self.measure,
            summarize="percentile" if summarize == "median" else summarize,
            p=0.5 if self.p is None else self.p,
        )

    @staticmethod
    def write(spec: Sessions) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body: dict[str, object] = {**write_rows(spec), "entity": spec.entity}
        if spec.gap != _HALF_HOUR:
            body["gap"] = write_window(spec.gap)
        if spec.measure != "count":
            body["measure"] = spec.measure
        if spec.summarize != "average":
            body["summarize"] = spec.summarize
        return {**body, "p": spec.p} if spec.summarize == "percentile" else body
