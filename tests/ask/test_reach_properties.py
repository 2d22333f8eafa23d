"""Periods after the last row that are told to be loaded are as those between two rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gnomon

# Every example writes two projects and opens two engines.
FEW = settings(
    max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
SCHEMA = pa.schema(
    {"seen_at": pa.timestamp("us", tz="UTC"), "who": pa.int64(), "what": pa.string(), "amount": pa.int64()}
)
# The mark is a row that no metric counts: where it lies last, what is told to be loaded lies between two rows.
PROJECT = """
sources:
  events:
    file: events.parquet
    entities: {{who: who}}
    time: seen_at
    dimensions: {{seen_at: {{grain: second}}, what: }}
    complete_through: "{through}"
metrics:
  events: {{kind: count, source: events, filter: what <> 'mark'}}
  unknown: {{kind: count, source: events, filter: what <> 'mark', empty: unknown}}
  absent: {{kind: count, source: events, filter: what <> 'mark', empty: absent}}
  amount: {{kind: sum, source: events, expr: amount, filter: what <> 'mark'}}
  mean: {{kind: average, source: events, expr: amount, filter: what <> 'mark'}}
  people: {{kind: distinct, source: events, entity: who, filter: what <> 'mark'}}
  people_3d: {{kind: rolling, metric: people, window: 3 days}}
  amount_mtd: {{kind: to_date, metric: amount, since: month}}
  per_person: {{kind: ratio, numerator: amount, denominator: people}}
  change:
    kind: derived
    expr: amount - before
    inputs: {{amount: amount, before: {{metric: amount, offset: 2 days}}}}
"""
METRICS = [
    "events", "unknown", "absent", "amount", "mean", "people", "people_3d", "amount_mtd", "per_person", "change",
]  # fmt: skip
BEGIN = datetime(2024, 3, 29, tzinfo=UTC)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "seen_at": st.integers(0, 60 * 24 * 4).map(lambda m: BEGIN + timedelta(minutes=m)),
            "who": st.none() | st.integers(1, 4),
            "what": st.sampled_from(["a", "b"]),
            "amount": st.none() | st.integers(-9, 9),
        }
    ),
    min_size=1,
    max_size=15,
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland", "America/New_York"])


def open_project(folder, rows, through, *, zone):
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / "events.parquet")
    (folder / "gnomon.toml").write_text(f'name = "events"\ntimezone = "{zone}"\n', encoding="utf-8")
    (folder / "events.yml").write_text(PROJECT.format(through=through), encoding="utf-8")
    return gnomon.load(folder)


@FEW
@given(
    rows=ROWS,
    later=st.integers(0, 60 * 24 * 9),
    zone=ZONES,
    grain=st.sampled_from([None, "hour", "day", "week"]),
    cut=st.sampled_from(
        [{}, {"by": "what"}, {"compare": "last_week"}, {"by": "what", "compare": "last_week"}]
    ),
)
def test_periods_after_the_last_row_when_told_to_be_loaded_then_are_as_those_between_rows(
    tmp_path_factory, rows, later, zone, grain, cut
):
    root = tmp_path_factory.mktemp("reach")
    last = max(row["seen_at"] for row in rows) + timedelta(minutes=later)
    through = (last.astimezone(ZoneInfo(zone)) + timedelta(seconds=1)).replace(tzinfo=None).isoformat()
    marked = [*rows, {"seen_at": last, "who": None, "what": "mark", "amount": None}]
    with (
        open_project(root / "told", rows, through, zone=zone) as told,
        open_project(root / "seen", marked, through, zone=zone) as seen,
    ):
        asked = {"grain": grain, **({"by": cut.get("by", ())} if grain is None else cut)}
        metrics = METRICS[:-1] if grain in (None, "hour") else METRICS  # one looks days back
        answers = [p.ask(metrics, **asked).to_dict("wide") for p in (told, seen)]
    assert answers[0] == answers[1]


@FEW
@given(rows=ROWS, days=st.integers(1, 9), zone=ZONES)
def test_days_after_the_last_row_when_told_to_be_loaded_then_each_is_there_complete_and_zero(
    tmp_path_factory, rows, days, zone
):
    last = max(row["seen_at"] for row in rows).astimezone(ZoneInfo(zone)).date()
    end = last + timedelta(days=days)
    through = (end + timedelta(days=1)).isoformat()
    with open_project(tmp_path_factory.mktemp("days") / "project", rows, through, zone=zone) as project:
        answer = project.ask("events", grain="day", start=last + timedelta(days=1)).to_dict()
        total = sum(row["value"] for row in project.ask("events", grain="day").to_dict())
    assert [row["period"] for row in answer] == [last + timedelta(days=d + 1) for d in range(days)]
    assert {(row["value"], row["n"], row["complete"]) for row in answer} == {(0, 0, True)}
    assert total == len(rows)
