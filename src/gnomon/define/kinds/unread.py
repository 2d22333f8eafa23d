"""Unread: a metric whose kind is not known; its other keys can be judged all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gnomon.define.kinds.rows import RowSpec
from gnomon.define.mend import STAND_IN
from gnomon.define.spec import MetricYaml

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["UnreadYaml"]


class UnreadYaml(MetricYaml):
    """Keys whose meaning does not depend on the kind."""

    empty_word: ClassVar[str] = "unknown"
    source: str = STAND_IN
    time: str | None = None

    def to_spec(self, _: Entry) -> RowSpec:
        """Read it as some count of rows."""
        return RowSpec(source=self.source, time=self.time)
