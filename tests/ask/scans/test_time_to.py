from __future__ import annotations

import json
import math
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import gnomon

REFERENCE = json.loads((Path(__file__).parent / "references" / "durations.json").read_text(encoding="utf-8"))
SHARES = REFERENCE["shares"]
METRICS = """
sources:
  cases:
    file: cases.parquet
    time: opened
    dimensions: {opened: {grain: second}, closed: {grain: second}, part: }
    complete_through: "2025-01-01"
metrics:
""" + "\n".join(
    f"  p{round(100 * p)}: {{kind: time_to, source: cases, from: opened, to: closed, p: {p}}}" for p in SHARES
)


def write_cases(folder, parts):
    """Write cases that are open at the moment known for as long as they are told to last."""
    rows = [(name, lasted, ended) for name, cases in parts for lasted, ended in cases]
    with duckdb.connect() as connection:
        connection.execute("create table c (part varchar, lasted bigint, ended boolean)")
        connection.executemany("insert into c values (?, ?, ?)", rows)
        start = "timestamp '2025-01-01' - to_seconds(case when ended then 20000000 else lasted end)"
        end = "case when ended then timestamp '2025-01-01' - to_seconds(20000000 - lasted) end"
        path = folder / "cases.parquet"
        connection.execute(
            f"copy (select part, {start} as opened, {end} as closed from c) to '{path}' (format parquet)"
        )


@pytest.fixture
def open_cases(tmp_path):
    """Give a project over some cases."""
    opened = []

    def open_project(parts):
        (tmp_path / "gnomon.toml").write_text('name = "cases"\n', encoding="utf-8")
        (tmp_path / "all.yml").write_text(METRICS, encoding="utf-8")
        write_cases(tmp_path, parts)
        opened.append(gnomon.load(tmp_path))
        return opened[-1]

    yield open_project
    for project in opened:
        project.close()


def test_percentiles_when_some_cases_are_open_then_are_those_of_lifelines(open_cases):
    parts = [(f"set {i}", each["cases"]) for i, each in enumerate(REFERENCE["sets"])]
    answer = open_cases(parts).ask([f"p{round(100 * p)}" for p in SHARES], by=["part"])
    found = {row["part"]: row for row in answer.to_dict("wide")}
    for (name, _), each in zip(parts, REFERENCE["sets"], strict=True):
        assert [found[name][f"p{round(100 * p)}"] for p in SHARES] == each["percentiles"], name


@pytest.mark.parametrize("size", [10, 20, 40, 1000])
def test_share_that_has_exactly_ended_then_is_reached_and_not_missed_by_rounding(open_cases, size):
    project = open_cases([("all", [(i + 1, True) for i in range(size)])])
    row = project.ask([f"p{round(100 * p)}" for p in SHARES]).to_dict("wide")[0]
    assert [row[f"p{round(100 * p)}"] for p in SHARES] == [math.ceil(round(p * size, 6)) for p in SHARES]


def test_cases_that_end_before_they_start_then_are_left_out_and_told(open_cases):
    project = open_cases([("all", [(5, True), (-7, True), (9, True)])])
    answer = project.ask("p50")
    assert [(row["value"], row["n"]) for row in answer.to_dict()] == [(5.0, 2)]
    assert any(note.endswith("left out of the time from one to the other: 1.") for note in answer.notes)


# A case that opens at the very moment known is not known yet.
CASES = st.lists(st.tuples(st.integers(1, 30), st.booleans()) | st.just((0, True)), min_size=1, max_size=40)


@settings(
    max_examples=6,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    cases=CASES,
    others=CASES,
)
def test_median_of_a_group_when_others_stand_beside_it_then_is_that_of_a_product_over_times(
    open_cases, cases, others
):
    project = open_cases([("ours", cases), ("others", others)])
    row = next(r for r in project.ask("p50", by=["part"]).to_dict() if r["part"] == "ours")
    share, median = 1.0, None
    for time in sorted({t for t, ended in cases if ended}):
        at_risk = sum(t >= time for t, _ in cases)
        share *= 1 - sum(t == time and ended for t, ended in cases) / at_risk
        if share <= 0.5 + 1e-9 and median is None:
            median = float(time)
    assert (row["value"], row["n"]) == (median, len(cases))
