"""Anomalies and incidents for tests: short to write, hypothesis strategies included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from gnomon.records.anomaly import Anomaly
from gnomon.watch.group import group_anomalies

FIRST = datetime(2024, 5, 1)
NOW = datetime(2024, 6, 1, 6, tzinfo=UTC)
DE, US, IOS = (("country", "DE"),), (("country", "US"),), (("os", "ios"),)
DE_IOS = (*DE, *IOS)


def anomaly(metric="dau", where=(), day=0, **changes):
    given = {
        "grain": "day", "start": FIRST + timedelta(days=day), "value": 60.0, "expected": 100.0, "low": 90.0,
        "high": 110.0, "p_value": 1e-4, "kind": "drop",
    }  # fmt: skip
    return Anomaly(metric=metric, where=where, **{**given, **changes})


def group(found, known=(), *, now=NOW, related=lambda *_: True, importance=None):
    return group_anomalies(
        found, known, importance=importance or {"dau": 0.8}, rule={"dau": "r1"}, now=now, related=related
    )


def incident(*found, **changes):
    (made,) = group(found or (anomaly(),), **changes)
    return made


anomalies = st.builds(
    anomaly,
    metric=st.sampled_from(("dau", "plays", "watch_time")),
    where=st.sampled_from(((), DE, US, IOS, DE_IOS, (("country", None),))),
    day=st.integers(0, 40),
    value=st.one_of(st.none(), st.floats(0, 200)),
    p_value=st.floats(0, 0.01),
    kind=st.sampled_from(("drop", "spike", "level shift")),
    is_loud=st.booleans(),
)
many_anomalies = st.lists(anomalies, max_size=30, unique_by=lambda a: (a.metric, a.where, a.start))
