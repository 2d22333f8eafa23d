"""Retention against a count by hand: small logs full of repeats and nulls, around both switches of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import gnomon

# Every example writes a project and opens an engine.
FEW = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
BERLIN = ZoneInfo("Europe/Berlin")
SCHEMA = pa.schema({"seen_at": pa.timestamp("us", tz="UTC"), "who": pa.int64(), "tab": pa.string()})
PROJECT = """
sources:
  log:
    file: log.parquet
    complete_through: "timestamp '{known}'"
    entities: {{user: who}}
    time: seen_at
    dimensions: {{seen_at: {{grain: second}}, tab: }}
  entries:
    file: entries.parquet
    complete_through: "timestamp '{known}'"
    entities: {{user: who}}
    time: seen_at
    dimensions: {{seen_at: {{grain: second}}, tab: }}
metrics:
  on: {{kind: retention, source: log, entity: user, where: "tab = 'a'", every: {every}, {cohort} on: {first}}}
  span:
    {{kind: retention, source: log, entity: user, where: "tab = 'a'", every: {every}, {cohort} from: {first},
     to: {last}}}
  later:
    {{kind: retention, source: log, entity: user, every: {every}, {cohort} on: {first}, rolling: true, until: {last}}}
"""
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "hour": st.integers(0, 24 * 60),
            "who": st.sampled_from([1, 2, 3, 4, None]),
            "tab": st.sampled_from(["a", "b", None]),
        }
    ),
    max_size=20,
)
ZERO = st.sampled_from([datetime(2024, 3, 10, 22, tzinfo=UTC), datetime(2024, 10, 6, 22, tzinfo=UTC)])


def period_of(moment, every):
    day = moment.astimezone(BERLIN).date()
    if every == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if every == "month" else day


def later(period, count, every):
    if every == "month":
        month = period.year * 12 + period.month - 1 + count
        return date(month // 12, month % 12 + 1, 1)
    return period + timedelta(days=count * (7 if every == "week" else 1))


def count_by_hand(log, entries, known, *, every, first, last):
    """For each cohort and measure: members whose last period is over, and those of them who came back.

    Where entries come from a table of their own, members whose first period began before the log are not known.
    """
    begun = date.min if entries is log else min(at for at, _, _ in log).astimezone(BERLIN).date()
    firsts = {}
    for moment, who, _ in sorted(entries, key=lambda row: row[0]):
        if who is not None:
            firsts.setdefault(who, period_of(moment, every))
    running = period_of(known, every)
    found = {}
    for name, end, is_a in (("on", first, True), ("span", last, True), ("later", last, False)):
        wanted = [(who, period_of(at, every)) for at, who, tab in log if tab == "a" or not is_a]
        for cohort in set(firsts.values()):
            members = [
                w
                for w, p in firsts.items()
                if p == cohort
                and later(cohort, end + 1, every) <= running
                and later(cohort, first, every) >= begun
            ]
            inside = {w for w, p in wanted if later(cohort, first, every) <= p <= later(cohort, end, every)}
            found[cohort, name] = (len(members), len(inside & set(members)))
    return found


@FEW
@given(
    rows=ROWS.filter(lambda rows: any(row["who"] for row in rows)),
    more=ROWS,
    zero=ZERO,
    shape=st.sampled_from([("day", 1, 3), ("day", 7, 7), ("week", 1, 2), ("month", 1, 1)]),
    has_entries=st.booleans(),
)
def test_retention_of_any_log_when_asked_by_period_then_equals_a_count_by_hand(
    tmp_path_factory, *, rows, more, zero, shape, has_entries
):
    every, first, last = shape
    folder = tmp_path_factory.mktemp("cohorts")
    tables = [
        [(zero + timedelta(hours=r["hour"]), r["who"], r["tab"]) for r in part] for part in (rows, more)
    ]
    entries = tables[1] if has_entries and any(row[1] for row in tables[1]) else tables[0]
    known = zero + timedelta(days=75)
    for name, part in (("log", tables[0]), ("entries", entries)):
        table = pa.Table.from_pylist(
            [dict(zip(SCHEMA.names, row, strict=True)) for row in part], schema=SCHEMA
        )
        pq.write_table(table, folder / f"{name}.parquet")
    text = PROJECT.format(
        known=known.astimezone(BERLIN).replace(tzinfo=None).isoformat(sep=" "),
        every=every, first=first, last=last, cohort="" if entries is tables[0] else "cohort: {source: entries},",
    )  # fmt: skip
    (folder / "gnomon.toml").write_text('name = "cohorts"\ntimezone = "Europe/Berlin"\n')
    (folder / "cohorts.yml").write_text(text)
    wanted = count_by_hand(tables[0], entries, known, every=every, first=first, last=last)
    with gnomon.load(folder) as project:
        answer = project.ask(["on", "span", "later"], grain=every)
    asked = {row["period"]: row for row in answer.data.to_pylist()}
    for (cohort, name), (size, back) in wanted.items():
        assert asked[cohort][f"{name}__n"] == size
        assert asked[cohort][name] == (pytest.approx(back / size) if size else None)
    assert sum(row["on__n"] or 0 for row in asked.values()) == sum(
        n for (_, m), (n, _) in wanted.items() if m == "on"
    )
