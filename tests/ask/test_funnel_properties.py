"""Funnels against a search over all walks: small logs full of ties, repeats, nulls and switches of the clock."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import gnomon

# Every example writes a project and opens an engine.
FEW = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
EVENTS = pa.schema(
    {"at": pa.timestamp("us", tz="UTC"), "who": pa.int64(), "what": pa.string(), "item": pa.string()}
)
SOURCES = """
sources:
  events:
    file: events.parquet
    complete_through: "timestamp '{known}'"
    entities: {{user: who}}
    time: at
    dimensions: {{at: {{grain: second}}, what: , item: }}
  orders:
    file: orders.parquet
    complete_through: "timestamp '{known}'"
    entities: {{user: who}}
    time: at
    dimensions: {{at: {{grain: second}}, item: }}
"""
# Around both switches of the clock in Berlin.
MOMENTS = st.sampled_from([datetime(2024, 3, 30, 21, tzinfo=UTC), datetime(2024, 10, 26, 21, tzinfo=UTC)])
ROW = st.fixed_dictionaries(
    {
        "minute": st.integers(0, 40).map(lambda m: m * 15) | st.integers(0, 5),
        "who": st.sampled_from([1, 1, 1, 2, 2, None]),
        "what": st.sampled_from(["a", "a", "b", "b", "c", "x", None]),
        "item": st.sampled_from(["p", "p", "q", None]),
    }
)
LENGTHS = st.sampled_from([None, None, 1, 15, 60, 240])
LOGS = st.lists(ROW, min_size=1, max_size=24)
WALKS = st.sampled_from(
    [("a", "b", "c"), ("a", "b", "a"), ("a", "b", "order"), ("a", "order"), ("b", "a", "b", "c")]
)
MINUTES = st.sampled_from([30, 90, 240, 600])


def make_steps(walk, limits):
    """Steps with their least and greatest gap in minutes; a step that comes again needs some."""
    steps = []
    for place, (what, (least, within)) in enumerate(zip(walk, limits, strict=False)):
        after = None if place == 0 else least
        if what in walk[:place] and after is None:
            after = 1
        most = None if place == 0 or within is None else max(within, after or 0)
        steps.append((what, after, most))
    return steps


def write_project(folder, rows, zero, known, steps, *, window, order, constant):
    """Write the logs and one funnel for each measure."""
    log = [{**r, "at": zero + r["minute"] * MINUTE} for r in rows]
    events = [{k: r[k] for k in EVENTS.names} for r in log if r["what"] != "c"]
    orders = [{**{k: r[k] for k in EVENTS.names}, "what": None} for r in log if r["what"] == "c"]
    pq.write_table(pa.Table.from_pylist(events, schema=EVENTS), folder / "events.parquet")
    pq.write_table(pa.Table.from_pylist(orders, schema=EVENTS), folder / "orders.parquet")
    (folder / "gnomon.toml").write_text('name = "walks"\ntimezone = "Europe/Berlin"\n')
    body = {
        "kind": "funnel",
        "source": "events",
        "entity": "user",
        "window": f"{window} minutes",
        "order": order,
        "constant": ["item"] if constant else [],
        "steps": [write_step(place, *step) for place, step in enumerate(steps, 1)],
    }
    metrics = {"overall": body, "time": {**body, "calculate": "time", "in": "minutes"}}
    for place in range(1, len(steps) + 1):
        metrics[f"at_{place}"] = {**body, "calculate": "count", "to": f"s{place}"}
    text = SOURCES.format(known=known.astimezone(BERLIN).replace(tzinfo=None).isoformat(sep=" "))
    (folder / "walks.yml").write_text(text + "metrics: " + json.dumps(metrics))
    return gnomon.load(folder)


def write_step(place, what, after, within):
    step = {"name": f"s{place}"}
    if what in {"c", "order"}:
        step["source"] = "orders"
    else:
        step["where"] = f"what = '{what}'"
    if after is not None:
        step["after"] = f"{after} minutes"
    if within is not None:
        step["within"] = f"{within} minutes"
    return step


def search(rows, zero, known, steps, *, window, order, constant):
    """All walks of all entries: for each Berlin day, entities at each step, and the time each needs.

    What came before the day of the first order is not known to have been ordered or not.
    """
    wanted = ["c" if what == "order" else what for what, _, _ in steps]
    ordered = [row["minute"] for row in rows if row["what"] == "c"] if "c" in wanted else []
    begun = (zero + min(ordered) * MINUTE).astimezone(BERLIN).date() if ordered else None
    by_walk = defaultdict(list)
    for row in rows:
        flags = tuple(row["what"] == what for what in wanted)
        if constant and row["item"] is None:
            flags = tuple(f and i == 0 and order != "any" for i, f in enumerate(flags))
        if row["who"] is not None and any(flags):
            by_walk[row["who"], row["item"] if constant else ""].append((row["minute"], flags))
    reached, times = defaultdict(lambda: defaultdict(int)), defaultdict(dict)
    for (who, _), found in by_walk.items():
        walk = sorted(set(found), key=lambda r: (r[0], [not f for f in r[1]]))
        for index, (minute, flags) in enumerate(walk):
            opens = flags[0] or order == "any"
            if not opens or zero + (minute + window) * MINUTE > known:
                continue
            day = (zero + minute * MINUTE).astimezone(BERLIN).date()
            if begun is not None and day < begun:
                continue
            arrivals = arrive(walk, index, steps, window=window, order=order)
            depth = max(level for level, end in arrivals.items() if end <= minute + window)
            reached[day][who] = max(reached[day][who], depth)
            if depth == len(steps):
                first = times[day].get(who, (minute + 1, 0))
                spent = (minute, arrivals[depth] - minute)
                times[day][who] = (
                    spent if minute < first[0] else min(first, spent) if minute == first[0] else first
                )
    return reached, times


def arrive(found, index, steps, *, window, order):
    """Earliest arrival of one entry at each step."""
    start, _ = found[index]
    if order == "any":
        firsts = []
        for place in range(len(steps)):
            later = [m for m, f in found if f[place] and start <= m <= start + window]
            firsts += [min(later)] if later else []
        return dict(enumerate(sorted(firsts), 1))
    best = {1: start}

    def go(at, place):
        for next_at in [at + 1] if order == "strict" else range(len(found)):
            if next_at >= len(found) or place >= len(steps) or not found[next_at][1][place]:
                continue
            _, after, within = steps[place]
            gap = found[next_at][0] - found[at][0]
            if (after or 0) <= gap <= (window if within is None else min(window, within)):
                best[place + 1] = min(best.get(place + 1, 10**9), found[next_at][0])
                go(next_at, place + 1)

    go(index, 1)
    return best


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
@FEW
@given(
    rows=LOGS,
    zero=MOMENTS,
    later=st.sampled_from([300, 600, 5000]),
    steps=st.tuples(WALKS, st.lists(st.tuples(LENGTHS, LENGTHS), min_size=4, max_size=4)),
    kept=st.fixed_dictionaries({"window": MINUTES, "constant": st.booleans()}),
)
def test_funnel_of_any_log_when_asked_by_day_then_equals_a_search_over_all_walks(
    tmp_path_factory, order, *, rows, zero, later, steps, kept
):
    options = {**kept, "order": order}
    known = zero + later * MINUTE
    steps = make_steps(*steps) if order != "any" else [(what, None, None) for what in "abc"]
    reached, times = search(rows, zero, known, steps, **options)
    with write_project(tmp_path_factory.mktemp("walks"), rows, zero, known, steps, **options) as project:
        names = [f"at_{place}" for place in range(1, len(steps) + 1)]
        answer = project.ask(["overall", "time", *names], grain="day")
        alone = {name: project.ask([name], grain="day") for name in ("overall", "time")}
    asked = {row["period"]: row for row in answer.data.to_pylist()}
    for day, row in asked.items():
        depths = reached.get(day, {}).values()
        counts = [sum(d >= place for d in depths) for place in range(1, len(steps) + 1)]
        spent = [minutes for _, minutes in times.get(day, {}).values()]
        assert [row[name] or 0 for name in names] == counts, (day, row)
        assert row["overall__n"] == counts[0]
        assert row["overall"] == (pytest.approx(counts[-1] / counts[0]) if counts[0] else None)
        assert row["time"] == (pytest.approx(statistics.median(spent)) if spent else None)
    assert set(reached) <= set(asked)
    for name, other in alone.items():
        assert {r["period"]: r[name] for r in other.data.to_pylist()} == {
            d: r[name] for d, r in asked.items()
        }
