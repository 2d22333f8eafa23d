"""Within deadline: the share of cases that are closed by the moment they are due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gnomon.define.kinds.rows import RowSpec
from gnomon.define.kinds.terms import write_window
from gnomon.define.spec import MetricYaml

if TYPE_CHECKING:
    from gnomon.base.time import Window
    from gnomon.define.entry import Entry

__all__ = ["WithinDeadline", "WithinDeadlineYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinDeadline(RowSpec):
    """Cases closed in time over cases due, each dated by the moment it is due.

    ``time`` is the due moment, or where there is a deadline, the opening.

    Attributes
    ----------
    opened, closed : str
        Time dimensions; a case that is not closed has none.
    deadline : Window or None
        From the opening to the due moment; months are calendar months.
    """

    kind: ClassVar[str] = "within_deadline"
    can_move: ClassVar[bool] = False
    opened: str = ""
    closed: str = ""
    deadline: Window | None = None

    def time_key(self) -> str:
        """Key of the file that names the due moment, or the opening that it is counted from."""
        return "due" if self.deadline is None else "opened"

    def rule(self) -> str:
        """Say when a case is due and what counts."""
        due = self.time if self.deadline is None else f"{self.deadline} after {self.opened}"
        return (
            f"Share of cases with {self.closed} no later than due ({due}): each case once, dated by the moment it is "
            f"due, only cases already due; late and open ones are missed.{self._left_out()}"
        )

    def _left_out(self) -> str:
        is_judged = self.deadline is not None or self.opened != self.time
        return f" Cases closed before their {self.opened} are left out." if is_judged else ""


class WithinDeadlineYaml(MetricYaml):
    """``kind: within_deadline``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["within_deadline"]
    source: str
    opened: str
    closed: str
    deadline: str | None = None
    due: str | None = None

    def to_spec(self, entry: Entry) -> WithinDeadline:
        """Parse the deadline; exactly one of it and the due time says when a case is due."""
        if (self.deadline is None) == (self.due is None):
            entry.report(
                "Say when a case is due: `deadline` or `due`, exactly one of them.",
                "DEF-111",
                key=True,
                about=[("deadline",), ("due",)],
            )
        return WithinDeadline(
            source=self.source,
            time=self.due or self.opened,
            opened=self.opened,
            closed=self.closed,
            deadline=entry.window(self.deadline, "deadline"),
        )

    @staticmethod
    def write(spec: WithinDeadline) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        due = {"due": spec.time} if spec.deadline is None else {"deadline": write_window(spec.deadline)}
        return {"source": spec.source, "opened": spec.opened, "closed": spec.closed, **due}
