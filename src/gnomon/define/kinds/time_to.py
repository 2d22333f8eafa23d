"""Time to: a percentile of how long cases take, those that are still open not left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from gnomon.define.kinds.rows import RowSpec
from gnomon.define.kinds.words import read_word, with_words
from gnomon.define.spec import MetricYaml

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["TimeTo", "TimeToYaml"]

Unit = Literal["seconds", "minutes", "hours", "days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTo(RowSpec):
    """Percentile of the time from a start to an end, by Kaplan and Meier; ``time`` is the start.

    Attributes
    ----------
    to : str
        Time dimension of the end; an open case has none.
    p : float
        Share of cases that have ended by then.
    measured_in : str
        seconds, minutes, hours or days of 24 hours.
    """

    kind: ClassVar[str] = "time_to"
    can_move: ClassVar[bool] = False
    to: str = ""
    p: float = 0.5
    measured_in: str = "seconds"

    def time_key(self) -> str:
        """Key of the file that names the start."""
        return "from"

    def rule(self) -> str:
        """Say what is measured, and what open cases are."""
        share = f"{100 * self.p:g} %"
        return (
            f"Time in {self.measured_in} from {self.time} by which {share} of cases reach {self.to} (Kaplan-Meier): "
            "each case once, dated by its start; open cases count as not ended until the moment known, the value is "
            "unknown while too few have ended."
        )


if TYPE_CHECKING:
    _Worded = MetricYaml
else:
    _Worded = with_words(MetricYaml, from_=str | None, in_=Unit | None)


class TimeToYaml(_Worded):
    """``kind: time_to``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["time_to"]
    source: str
    to: str
    p: Annotated[float, Field(gt=0, lt=1)] = 0.5

    def to_spec(self, entry: Entry) -> TimeTo:
        """Read both times."""
        start = read_word(self, "from")
        if start is None:
            entry.report("Say where the time starts: `from`.", "DEF-111", key=True, about=[("from",)])
        return TimeTo(
            source=self.source,
            time=None if start is None else str(start),
            to=self.to,
            p=self.p,
            measured_in=str(read_word(self, "in") or "seconds"),
        )

    @staticmethod
    def write(spec: TimeTo) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        body: dict[str, object] = {"source": spec.source, "from": spec.time, "to": spec.to}
        if spec.p != 0.5:  # noqa: PLR2004 - the usual share
            body["p"] = spec.p
        return body if spec.measured_in == "seconds" else {**body, "in": spec.measured_in}
