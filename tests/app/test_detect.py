from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import gnomon
from gnomon import GnomonError

START = date(2024, 1, 1)


def make_table(days: int = 120) -> dict[str, list]:
    rng = np.random.default_rng(8)
    rows = {"day": [], "shop": [], "orders": []}
    for shop in ("a", "b"):
        for d in range(days):
            rows["day"].append(START + timedelta(days=d))
            rows["shop"].append(shop)
            rows["orders"].append(float(rng.poisson(400 + 60 * (d % 7 > 4))))
    return rows


def detect(frame, **options):
    return gnomon.detect(frame, time="day", value="orders", by="shop", **options)


def test_fault_of_each_kind_when_injected_then_is_named_in_its_series_only():
    rows = make_table()
    rows["orders"][100], rows["orders"][110] = 150.0, 0.0
    for key in rows:
        del rows[key][120 + 90]
    found = detect(rows).anomalies().to_pylist()
    assert [(r["shop"], r["time"], r["kind"]) for r in found if r["alert"]][:3] == [
        ("a", START + timedelta(days=100), "drop"),
        ("a", START + timedelta(days=110), "drop to zero"),
        ("b", START + timedelta(days=90), "missing bucket"),
    ]


def test_level_shift_when_it_stays_then_is_one_incident_and_then_normal():
    rows = make_table(200)
    rows["orders"][120:200] = [v * 1.5 for v in rows["orders"][120:200]]
    found = detect(rows)
    assert len({r["incident"] for r in found.anomalies().to_pylist() if r["shop"] == "a"}) == 1
    late = [r for r in found.data.to_pylist() if r["shop"] == "a"][140:]
    assert sum(r["verdict"] == "anomaly" for r in late) <= 1


def test_rows_in_any_order_and_any_frame_then_give_the_same_table(tmp_path):
    table = pa.table(make_table())
    wanted = detect(table).data
    shuffled = table.take(pa.array(np.random.default_rng(1).permutation(table.num_rows)))
    pl.from_arrow(table).write_csv(tmp_path / "t.csv")
    pl.from_arrow(table).write_parquet(tmp_path / "t.parquet")
    for frame in (shuffled, pl.from_arrow(table), tmp_path / "t.csv", tmp_path / "t.parquet"):
        assert detect(frame).data.to_pylist() == wanted.to_pylist()
    assert detect(pd.DataFrame(make_table())).data.column("p_value").equals(wanted.column("p_value"))


def test_history_when_short_or_null_then_is_said_and_nothing_is_made_up():
    for orders in ([5.0], [None] * 60):
        days = [START + timedelta(days=d) for d in range(len(orders))]
        found = gnomon.detect({"day": days, "orders": orders}, time="day", value="orders")
        assert set(found.data.column("verdict").to_pylist()) <= {"not enough history", "missing"}
        assert found.data.column("p_value").null_count == len(orders)


def test_bucket_when_it_has_not_ended_then_is_unfinished():
    found = detect(make_table(), now=datetime(2024, 4, 29, 12, tzinfo=UTC))
    assert [r["verdict"] for r in found.data.to_pylist() if r["time"] == date(2024, 4, 29)] == [
        "unfinished"
    ] * 2


@pytest.mark.parametrize(
    "change, options, code",
    [
        ({"orders": [float("inf")] * 2}, {}, "DAT-344"),
        ({"orders": ["x", "y"]}, {}, "DAT-344"),
        ({"day": [START, START]}, {}, "DAT-342"),
        ({"day": ["2024-01-01T00:00:00Z", "2024-01-02T00:00:00+02:00"]}, {}, "DAT-341"),
        ({"day": [1, 2]}, {}, "DAT-340"),
        ({"day": [START, None]}, {}, "DAT-340"),
        ({"day": [datetime(2024, 1, 1, 1), datetime(2024, 1, 1, 2)]}, {"grain": "day"}, "DAT-343"),
        ({"day": [START, START + timedelta(days=40)]}, {"grain": "day"}, "DAT-343"),
        ({}, {"grain": "fortnight"}, "ASK-295"),
        ({}, {"budget": "3 sigma"}, "ASK-296"),
        ({}, {"calendar": "XX"}, "ASK-297"),
        ({}, {"n": "orders"}, "DAT-345"),
        ({}, {"by": "value"}, "ASK-298"),
    ],
)
def test_input_when_it_cannot_be_judged_then_is_refused_with_a_code(change, options, code):
    frame = {"day": [START, START + timedelta(days=1)], "orders": [5.0, 6.0], **change}
    with pytest.raises(GnomonError) as caught:
        gnomon.detect(frame, time="day", value="orders", **options)
    assert caught.value.code == code


def test_budget_when_smaller_then_fewer_are_anomalies():
    rows = make_table()
    assert detect(rows, budget="1 per year").threshold < detect(rows, budget="2 per week").threshold


def test_verdicts_when_later_rows_are_removed_then_stay_the_same():
    rows = make_table(150)
    rows["orders"][100] = 100.0
    table = pa.table(rows)
    now = datetime(2025, 1, 1, tzinfo=UTC)
    whole = detect(table, calendar="DE", events=[START + timedelta(days=70)], now=now).data
    for days in (60, 101, 120):
        end = START + timedelta(days=days)
        kept = table.filter(pa.compute.less(table["day"], pa.scalar(end)))
        part = detect(kept, calendar="DE", events=[START + timedelta(days=70)], now=now).data
        assert part.equals(whole.filter(pa.compute.less(whole["time"], pa.scalar(end))))


def test_holidays_when_countries_differ_then_each_series_has_its_own():
    rows = make_table(500)
    days = np.array(rows["day"])
    fourteenth = np.array([(d.month, d.day) == (7, 14) or (d.month, d.day) == (5, 8) for d in days])
    german = np.array([(d.month, d.day) in {(10, 3), (5, 1)} for d in days])
    shops = np.array(rows["shop"])
    values = np.array(rows["orders"])
    values[fourteenth & (shops == "b") | german & (shops == "a")] *= 0.5
    frame = pa.table({"day": rows["day"], "shop": shops, "orders": values})
    known = detect(frame, calendar={"a": "DE", "b": "FR"}).anomalies().to_pylist()
    unknown = detect(frame).anomalies().to_pylist()
    assert len(unknown) >= len(known) + 4
    codes = frame.set_column(1, "shop", pa.array(np.where(shops == "a", "DE", "FR")))
    assert len(detect(codes, country_by="shop").anomalies()) == len(known)


@pytest.mark.parametrize(
    "options",
    [
        {"by": ["shop", "os"], "calendar": {"a": "DE"}},
        {"by": "shop", "calendar": "DE", "country_by": "shop"},
        {"by": "shop", "calendar": {"a": "DE"}, "country_by": "os"},
        {"by": (), "calendar": {"a": "DE"}},
    ],
)
def test_calendar_by_country_when_its_column_is_unclear_then_is_refused(options):
    frame = {"day": [START], "shop": ["a"], "os": ["x"], "orders": [5.0]}
    with pytest.raises(GnomonError) as caught:
        gnomon.detect(frame, time="day", value="orders", **options)
    assert caught.value.code == "ASK-299"


@pytest.mark.parametrize("orders", [[7.0], [float("nan")], [None]])
def test_frame_when_it_has_one_point_then_is_not_judged(orders):
    found = gnomon.detect({"day": [START], "orders": orders}, time="day", value="orders")
    assert found.data.column("verdict").to_pylist()[0] in {"not enough history", "missing"}
    assert found.data.column("expected").null_count == 1


def test_frame_when_it_has_no_rows_then_gives_no_rows():
    frame = pa.table({"day": pa.array([], pa.date32()), "orders": pa.array([], pa.float64())})
    found = gnomon.detect(frame, time="day", value="orders")
    assert len(found) == 0
    assert found.incidents().num_rows == 0
    assert "0 anomalies in 0 series" in found.summary()


def test_dimension_when_it_has_very_many_values_then_none_has_enough_history():
    count = 100_000
    frame = {
        "day": [START + timedelta(days=d % 3) for d in range(count)],
        "user": np.arange(count),
        "x": np.ones(count),
    }
    found = gnomon.detect(frame, time="day", value="x", by="user")
    assert found.series == count
    assert set(found.data.column("verdict").unique().to_pylist()) <= {"not enough history", "missing"}
    assert found.data.column("p_value").null_count == len(found)


def test_zones_when_a_column_has_one_then_buckets_follow_its_wall_clock():
    hours = pd.date_range("2024-03-20", periods=24 * 40, freq="h", tz="UTC").tz_convert("Europe/Berlin")
    daily = pd.DataFrame({"t": hours, "x": 5.0}).set_index("t").resample("D").size().reset_index(name="x")
    found = gnomon.detect(daily, time="t", value="x", grain="day")
    assert found.grain == "day"
    assert len(found) == len(daily)
