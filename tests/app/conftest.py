from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from gnomon.records import Answer, Cost, KeyColumn, MetricColumn, Question

SHOP = Path(__file__).parents[1] / "fixtures" / "shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpAnswer(Answer):
    """An answer whose rows a test wrote."""

    def wide(self, *, details=False):
        """Give the rows as they are."""
        assert details
        return self.data

    def long(self):
        """Give the rows with the metric's name."""
        return self.data.append_column("metric", [["m"] * self.data.num_rows])


@pytest.fixture
def shop():
    """Give the folder of the small shop; nothing may be written there."""
    return SHOP


@pytest.fixture
def make_answer():
    """Build an answer of one metric from its columns."""

    def make(data, *, grain="day", comparisons=(), **metric):
        keys = []
        if "period" in data:
            keys.append(KeyColumn(name="period", kind="time", label="Day", grain=grain))
        if "country" in data:
            keys.append(KeyColumn(name="country", kind="category", label="Country"))
        column = {
            "label": "Plays", "description": "", "kind": "count", "unit": "", "format": "",
            "direction": "up", "version": "abc", **metric,
        }  # fmt: skip
        return MadeUpAnswer(
            question=Question(metrics=("m",), grain=grain, start=date(2024, 5, 1)),
            data=pa.table(data),
            keys=tuple(keys),
            metrics=(
                MetricColumn(
                    name="m",
                    n_column="m__n",
                    complete_column="m__complete",
                    comparisons=comparisons,
                    **column,
                ),
            ),
            sql="SELECT 1",
            plan="scan",
            data_version="v1",
            as_of=datetime(2024, 5, 3, 12, tzinfo=UTC),
            cost=Cost(seconds=0.5, compile_seconds=0.01),
            timezone="UTC",
            notes=("a note",),
        )

    return make
