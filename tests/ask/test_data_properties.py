"""What must hold whatever the rows are: their order, their files, their units and their zone."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import gnomon

# Every example writes a project and opens an engine.
FEW = settings(
    max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Shanghai", "Pacific/Auckland",
    "America/St_Johns", "Asia/Kathmandu",
]  # fmt: skip
SCHEMA = pa.schema(
    {"at": pa.timestamp("us", tz="UTC"), "who": pa.int64(), "what": pa.string(), "amount": pa.int64()}
)
SOURCE = """
sources:
  events:
    {relation}
    entities: {{who: who}}
    time: at
    dimensions: {{at: {{grain: second}}, what: }}
metrics:
  events: {{kind: count, source: events}}
  amount: {{kind: sum, source: events, expr: amount}}
  people: {{kind: distinct, source: events, entity: who}}
  mean: {{kind: average, source: events, expr: amount}}
  low: {{kind: min, source: events, expr: amount}}
  high: {{kind: max, source: events, expr: amount}}
  middle: {{kind: percentile, source: events, expr: amount}}
  people_3d: {{kind: rolling, metric: people, window: 3 days}}
  per_person: {{kind: ratio, numerator: amount, denominator: people}}
  amount_k: {{kind: sum, source: events, expr: amount * {factor}}}
  mean_k: {{kind: average, source: events, expr: amount * {factor}}}
  low_k: {{kind: min, source: events, expr: amount * {factor}}}
  high_k: {{kind: max, source: events, expr: amount * {factor}}}
  middle_k: {{kind: percentile, source: events, expr: amount * {factor}}}
"""
METRICS = ["events", "amount", "people", "mean", "low", "high", "middle", "people_3d", "per_person"]

# Around both switches of the clock in most zones of the list.
INSTANTS = st.integers(0, 60 * 24 * 5).map(
    lambda m: datetime(2024, 3, 29, tzinfo=UTC) + timedelta(minutes=m)
) | (st.integers(0, 60 * 24 * 5).map(lambda m: datetime(2024, 10, 25, tzinfo=UTC) + timedelta(minutes=m)))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "at": INSTANTS,
            "who": st.none() | st.integers(2**53 - 1, 2**53 + 2),
            "what": st.none() | st.sampled_from(["a", "b", "", "'", "Ä", "日本"]),
            "amount": st.none() | st.integers(-1000, 1000),
        }
    ),
    min_size=1,
    max_size=25,
)


def write_project(folder, rows, *, zone="UTC", parts=1, factor=1):
    """Write rows into one Parquet file, or into several."""
    folder.mkdir()
    for index in range(parts):
        pq.write_table(
            pa.Table.from_pylist(rows[index::parts], schema=SCHEMA), folder / f"part_{index}.parquet"
        )
    name = "part_0.parquet" if parts == 1 else "part_*.parquet"
    (folder / "gnomon.toml").write_text(f'name = "events"\ntimezone = "{zone}"\n', encoding="utf-8")
    (folder / "events.yml").write_text(
        SOURCE.format(relation=f"file: {name}", factor=factor), encoding="utf-8"
    )
    return gnomon.load(folder)


def long_rows(project, **options):
    rows = project.ask(METRICS, **options).to_dict()
    keys = [k for k in rows[0] if k not in ("value", "n", "complete")] if rows else []
    return {tuple(row[k] for k in keys): (row["value"], row["n"], row["complete"]) for row in rows}


def is_close(one, other):
    return (
        one is other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    )


@FEW
@given(
    rows=ROWS,
    data=st.data(),
    grain=st.sampled_from([None, "hour", "day", "week"]),
    by=st.sampled_from([[], ["what"]]),
)
def test_rows_when_shuffled_over_many_files_then_answer_the_same(tmp_path_factory, rows, data, grain, by):
    root = tmp_path_factory.mktemp("parts")
    shuffled = data.draw(st.permutations(rows))
    with write_project(root / "one", rows) as one, write_project(root / "many", shuffled, parts=3) as many:
        first, second = long_rows(one, grain=grain, by=by), long_rows(many, grain=grain, by=by)
    assert set(first) == set(second)
    for place, (value, *rest) in first.items():
        assert is_close(value, second[place][0]), (place, value, second[place])
        assert rest == list(second[place][1:])


@FEW
@given(rows=ROWS, factor=st.integers(2, 1000), grain=st.sampled_from([None, "day"]))
def test_units_when_rescaled_then_values_scale(tmp_path_factory, rows, factor, grain):
    with write_project(tmp_path_factory.mktemp("units") / "project", rows, factor=factor) as project:
        names = ["amount", "mean", "low", "high", "middle"]
        table = project.ask([*names, *(f"{n}_k" for n in names)], grain=grain).to_dict("wide")
    for row in table:
        for name in names:
            plain, scaled = row[name], row[f"{name}_k"]
            assert is_close(None if plain is None else plain * factor, scaled), (row, name)


@FEW
@given(rows=ROWS, zone=st.sampled_from(ZONES))
def test_days_when_the_zone_switches_then_are_those_of_its_clock(tmp_path_factory, rows, zone):
    with write_project(tmp_path_factory.mktemp("zone") / "project", rows, zone=zone) as project:
        found = {r["period"]: r["value"] for r in project.ask("events", grain="day").to_dict() if r["value"]}
    assert found == Counter(row["at"].astimezone(ZoneInfo(zone)).date() for row in rows)


@FEW
@given(rows=ROWS, zone=st.sampled_from(ZONES))
def test_hours_when_the_zone_switches_then_begin_where_its_clock_shows_a_full_hour(
    tmp_path_factory, rows, zone
):
    with write_project(tmp_path_factory.mktemp("zone") / "project", rows, zone=zone) as project:
        table = project.ask("events", grain="hour").to_dict()
    found = {r["period"].astimezone(UTC): r["value"] for r in table if r["value"]}
    clocks = [(row["at"], row["at"].astimezone(ZoneInfo(zone))) for row in rows]
    assert found == Counter(
        instant - timedelta(minutes=clock.minute, seconds=clock.second) for instant, clock in clocks
    )


@FEW
@given(
    rows=ROWS, zone=st.sampled_from(ZONES), grain=st.sampled_from(["day", "week", "month"]), data=st.data()
)
def test_periods_when_they_end_after_now_or_the_data_then_are_flagged(
    tmp_path_factory, rows, zone, grain, data
):
    now = data.draw(INSTANTS)
    with write_project(tmp_path_factory.mktemp("flags") / "project", rows, zone=zone) as project:
        table = project.ask("events", grain=grain, as_of=now).to_dict()
    clock = {row["at"]: row["at"].astimezone(ZoneInfo(zone)).replace(tzinfo=None) for row in rows}
    local = [clock[row["at"]] for row in rows if row["at"] < now]
    assume(local)
    # Rows after now do not count, but they tell that all before is loaded.
    known = min(max(clock.values()), now.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    first = min(local).date()
    is_whole = start_of(first, grain) == first
    for row in table:
        end = next_period(row["period"], grain)
        is_over = datetime(end.year, end.month, end.day) <= known
        is_begun = is_whole or row["period"] > start_of(first, grain)
        assert row["complete"] == (is_over and is_begun), (row, known, first)


def start_of(day, grain):
    if grain == "month":
        return day.replace(day=1)
    return day if grain == "day" else day - timedelta(days=day.weekday())


def next_period(day, grain):
    if grain == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=1 if grain == "day" else 7)
