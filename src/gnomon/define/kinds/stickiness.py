"""Stickiness: on how many days of a window those who came at all were there, as a share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from gnomon.base.time import Window
from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.kinds.terms import write_window

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["Stickiness", "StickinessYaml"]

_DAYS: Final = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stickiness(RowSpec):
    """Mean daily entities of a window over different entities of the window.

    Attributes
    ----------
    entity : str
        Who is counted.
    window : Window or None
        Days that end with the day an answer speaks of; None where ``every`` is told.
    every : str or None
        Calendar period instead of a window: week, month, quarter or year.
    """

    kind: ClassVar[str] = "stickiness"
    can_move: ClassVar[bool] = False
    entity: str = ""
    window: Window | None = None
    every: str | None = None

    @property
    def days(self) -> int:
        """Length of the window in days; 0 without one."""
        return 0 if self.window is None else self.window.count * _DAYS.get(self.window.grain, 0)

    def rule(self) -> str:
        """Say what is divided by what."""
        who = self.entity.replace("_", " ")
        span = f"the {self.days} days that end with the day" if self.window else f"the calendar {self.every}"
        return (
            f"Mean of the different {who} keys in {self.source} on each of {span}, days without one included, "
            f"over the different {who} keys of all those days."
        )


class StickinessYaml(RowYaml):
    """``kind: stickiness``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["stickiness"]
    entity: str
    window: str | None = None
    every: Literal["week", "month", "quarter", "year"] | None = None

    def to_spec(self, entry: Entry) -> Stickiness:
        """Read the window; exactly one of it and the calendar period says which days count."""
        if (self.window is None) == (self.every is None):
            entry.report(
                "Say which days count: `window` (28 days) or `every` (month), exactly one of them.",
                "DEF-111",
                key=True,
                about=[("window",), ("every",)],
            )
        window = entry.window(self.window, "window")
        if window is not None and window.grain not in _DAYS:
            entry.report(
                f"A mean over days needs a window of days or weeks, not {window}. "
                "Write for example `window: 28 days`, or `every: month` for calendar months.",
                "DEF-116",
                "window",
            )
        return Stickiness(
            source=self.source, time=self.time, entity=self.entity, window=window, every=self.every
        )

    @staticmethod
    def write(spec: Stickiness) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body = {**write_rows(spec), "entity": spec.entity}
        if spec.window is not None:
            body["window"] = write_window(spec.window)
        if spec.every is not None:
            body["every"] = spec.every
        return body
