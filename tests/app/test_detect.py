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
