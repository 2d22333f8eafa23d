"""Growth accounting and stickiness over random logs, against sets of people counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gnomon

# Every example writes a project and opens an engine.
FEW = settings(
    max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
PARTS = ["active", "new", "retained", "resurrected", "churned"]
SCHEMA = pa.schema({"at": pa.timestamp("us", tz="UTC"), "who": pa.int64(), "what": pa.string()})
BEGUN = pa.schema({"who": pa.int64(), "since": pa.date32()})
SOURCES = """
sources:
  events:
    file: events.parquet
    entities: {who: who}
    time: at
    dimensions: {at: {grain: second}, what: }
  people:
    file: people.parquet
    entities: {who: {kind: primary, expr: who}}
    time: since
    dimensions: {since: {grain: day}}
metrics:
"""
METRIC = (
    "  {name}: {{kind: growth_accounting, source: events, entity: who, every: {every}, part: {part}{more}}}\n"
)
STICKY = """  sticky: {kind: stickiness, source: events, entity: who, window: 5 days}
  sticky_every: {kind: stickiness, source: events, entity: who, every: month}
"""
WEEK_STARTS = ["monday", "tuesday", "sunday"]
# Two months around a switch of the clock, with rows so rare that whole weeks have none.
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "at": st.integers(0, 24 * 100).map(
                lambda h: datetime(2024, 2, 12, tzinfo=UTC) + timedelta(hours=h)
            ),
            "who": st.none() | st.integers(1, 4),
            "what": st.none() | st.sampled_from(["a", "b"]),
        }
    ),
    min_size=2,
    max_size=24,
)
PEOPLE = st.dictionaries(
    st.integers(1, 4), st.none() | st.dates(date(2023, 12, 1), date(2024, 5, 31)), max_size=4
)


def open_project(folder, rows, *, every, people, week_start="monday", zone="Europe/Berlin"):
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / "events.parquet")
    begun = [{"who": who, "since": since} for who, since in people.items()] or [{"who": 99, "since": None}]
    pq.write_table(pa.Table.from_pylist(begun, schema=BEGUN), folder / "people.parquet")
    (folder / "gnomon.toml").write_text(
        f'name = "growth"\ntimezone = "{zone}"\nweek_start = "{week_start}"\n', encoding="utf-8"
    )
    text = SOURCES + STICKY
    for part in PARTS:
        text += METRIC.format(name=part, every=every, part=part, more="")
        text += METRIC.format(name=f"{part}_signed", every=every, part=part, more=", first: {source: people}")
        text += METRIC.format(name=f"{part}_of_a", every=every, part=part, more=", filter: what = 'a'")
    (folder / "metrics.yml").write_text(text, encoding="utf-8")
    return gnomon.load(folder)


def period_of(day, every, week_start):
    if every == "week":
        return day - timedelta(days=(day.weekday() - WEEK_STARTS_BY_NAME[week_start]) % 7)
    return day.replace(day=1) if every == "month" else day


WEEK_STARTS_BY_NAME = {"monday": 0, "tuesday": 1, "sunday": 6}


def count_parts(seen, firsts, periods):
    """Count the parts of each period; ``seen`` has a set of people a period."""
    found = {}
    for index, period in enumerate(periods):
        now, before = seen.get(period, set()), seen.get(periods[index - 1], set()) if index else set()
        new = {who for who in now - before if firsts[who] == period}
        parts = (len(now), len(new), len(now & before), len(now - before - new), len(before - now))
        found[period] = parts if index else (len(now), None, None, None, None)
    return found


def read(answer, names, slices=()):
    return {
        (row["period"], *(row[s] for s in slices)): tuple(row[name] for name in names)
        for row in answer.data.to_pylist()
    }


@FEW
@given(
    rows=ROWS,
    people=PEOPLE,
    every=st.sampled_from(["day", "week", "month"]),
    week_start=st.sampled_from(WEEK_STARTS),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland", "America/New_York"]),
)
def test_parts_of_a_random_log_when_counted_by_hand_then_agree(
    tmp_path_factory, rows, people, every, week_start, zone
):
    folder = tmp_path_factory.mktemp("growth") / "project"
    cells = []
    for row in rows:
        day = row["at"].astimezone(ZoneInfo(zone)).date()
        cells.append((row["who"], row["what"], period_of(day, every, week_start)))
    first, last = min(c[2] for c in cells), max(c[2] for c in cells)
    periods = sorted(
        {period_of(first + timedelta(days=i), every, week_start) for i in range((last - first).days + 1)}
    )
    firsts, of_a = {}, {}
    for who, what, period in cells:
        firsts[who] = min(period, firsts.get(who, period))
        if what == "a":
            of_a[who] = min(period, of_a.get(who, period))
    signed = dict(firsts)
    for who, since in people.items():
        if since is not None and who in signed:
            signed[who] = min(signed[who], period_of(since, every, week_start))

    def seen(passes):
        sets = {}
        for who, what, period in cells:
            if who is not None and passes(what):
                sets.setdefault(period, set()).add(who)
        return sets

    with open_project(folder, rows, every=every, people=people, week_start=week_start, zone=zone) as project:
        wanted = count_parts(seen(lambda _: True), firsts, periods)
        answer = project.ask(
            [*PARTS, *(f"{p}_signed" for p in PARTS), *(f"{p}_of_a" for p in PARTS)], grain=every
        )
        assert read(answer, PARTS) == {(p,): v for p, v in wanted.items()}
        by_signed = count_parts(seen(lambda _: True), signed, periods)
        assert read(answer, [f"{p}_signed" for p in PARTS]) == {(p,): v for p, v in by_signed.items()}
        by_a = count_parts(seen(lambda what: what == "a"), of_a, periods)
        assert read(answer, [f"{p}_of_a" for p in PARTS]) == {(p,): v for p, v in by_a.items()}
        sliced = read(project.ask(PARTS, grain=every, by="what"), PARTS, ["what"])
        for member in {row["what"] for row in rows if row["who"] is not None}:
            inside = count_parts(seen(lambda what, member=member: what == member), firsts, periods)
            assert {k[:1]: v for k, v in sliced.items() if k[1] == member} == {
                (p,): v for p, v in inside.items()
            }
        check_identity(sliced, periods)
        one = periods[len(periods) // 2]
        alone = project.ask(PARTS, grain=every, start=one, end=one)
        assert read(alone, PARTS) == {(one,): wanted[one]}


def check_identity(sliced, periods):
    """Before, and new, and back, less the gone, is now: in every slice and period."""
    for (period, member), (now, new, _, back, gone) in sliced.items():
        index = periods.index(period)
        if index:
            before = sliced[periods[index - 1], member][0]
            assert before + new + back - gone == now


@FEW
@given(rows=ROWS, zone=st.sampled_from(["UTC", "America/New_York"]))
def test_stickiness_of_a_random_log_when_counted_by_hand_then_agrees(tmp_path_factory, rows, zone):
    folder = tmp_path_factory.mktemp("sticky") / "project"
    days = [(row["who"], row["at"].astimezone(ZoneInfo(zone)).date()) for row in rows]
    first, last = min(d for _, d in days), max(d for _, d in days)
    pairs = {(who, day) for who, day in days if who is not None}
    with open_project(folder, rows, every="week", people={}, zone=zone) as project:
        for (day,), (value,) in read(project.ask("sticky", grain="day"), ["sticky"]).items():
            inside = [(who, d) for who, d in pairs if day - timedelta(days=5) < d <= day]
            people = {who for who, _ in inside}
            assert value == (pytest.approx(len(inside) / 5 / len(people)) if people else None)
        for (month,), (value,) in read(project.ask("sticky_every", grain="month"), ["sticky_every"]).items():
            end = (month + timedelta(days=31)).replace(day=1)
            inside = [(who, d) for who, d in pairs if month <= d < end]
            length = (min(end, last + timedelta(days=1)) - max(month, first)).days
            people = {who for who, _ in inside}
            assert value == (pytest.approx(len(inside) / length / len(people)) if people else None)
