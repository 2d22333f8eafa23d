from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta

from gnomon.records.anomaly import Anomaly
from gnomon.watch.group import group_anomalies

NOW = datetime(2024, 6, 1, tzinfo=UTC)
FIRST = datetime(2023, 4, 1)
LINES = [(("country", f"C{i}"),) for i in range(14)] + [(("os", f"O{i}"),) for i in range(13)]
PAIRS = [(("country", f"C{i}"), ("os", f"O{j}")) for i in range(14) for j in range(13)]


def many_anomalies(events: int) -> list[Anomaly]:
    """Events in 48 metrics of 210 slices each, over 400 days; each shows in the total and in 27 slices or so."""
    rng = random.Random(7)  # noqa: S311 - made-up data wants a seeded generator
    found = {}
    for _ in range(events):
        metric, day = f"m{rng.randrange(48)}", rng.randrange(400)
        slices = [(), *LINES] if rng.random() < 0.5 else rng.sample(PAIRS, 28)
        for where in slices:
            start = FIRST + timedelta(days=day)
            found[metric, where, start] = Anomaly(
                metric=metric, where=where, grain="day", start=start, value=rng.uniform(10, 190), expected=100.0,
                low=80.0, high=120.0, p_value=10 ** rng.uniform(-6, -2), kind="drop",
            )  # fmt: skip
    return list(found.values())


def test_grouping_of_forty_thousand_anomalies_when_timed_then_takes_well_under_a_second():
    found = many_anomalies(1500)
    assert len(found) > 40_000
    begun = time.process_time()
    first = group_anomalies(
        found, (), importance={}, rule={}, now=NOW, related=lambda one, other: one[-1] == other[-1]
    )
    seconds = time.process_time() - begun
    assert seconds < 2.0, f"{seconds:.2f} s"  # about half a second; the rest is for a machine that is shared
    assert sum(len(each.anomalies) for each in first) == len(found)
