from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest


@pytest.fixture
def write_orders(tmp_path):
    """Write a CSV of orders by shop; ``last`` changes the last day of the first shop."""

    def write(last=None, days=90):
        path = tmp_path / "orders.csv"
        lines = ["day,shop,orders"]
        for shop in ("DE", "FR"):
            for d in range(days):
                value = 100 + 7 * (d % 7) + d * 37 % 11
                if d == 80:
                    value = 30
                if last is not None and shop == "DE" and d == days - 1:
                    value = last
                lines.append(f"{date(2024, 1, 1) + timedelta(days=d)},{shop},{value}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def options(path, *more):
    return ["detect", path, "--time", "day", "--value", "orders", "--by", "shop", *more]


def test_detect_when_the_last_day_is_ordinary_then_prints_the_anomalies_and_exits_with_0(run, write_orders):
    result = run(*options(write_orders()))
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines() if "drop" in line] == [
        ["DE", "2024-03-21"],
        ["FR", "2024-03-21"],
    ]
    assert "anomalies in 2 series by day" in result.stderr


def test_detect_when_the_last_day_is_an_anomaly_then_exits_with_1(run, write_orders):
    assert run(*options(write_orders(last=2))).exit_code == 1


def test_detect_as_json_then_holds_schema_threshold_and_anomalies_only(run, write_orders):
    document = json.loads(run(*options(write_orders(), "--json")).stdout)
    assert document["schema"] == "gnomon.detect/1"
    assert (document["grain"], document["series"]) == ("day", 2)
    assert 0 < document["threshold"] < 0.05
    assert {row["verdict"] for row in document["rows"]} == {"anomaly"}
    assert document["rows"][0]["kind"] == "drop"
    everything = json.loads(run(*options(write_orders(), "--json", "--all")).stdout)
    assert len(everything["rows"]) == 180
    assert everything["rows"][0]["p_value"] is None


def test_detect_as_csv_then_has_one_row_an_anomaly(run, write_orders):
    rows = list(csv.DictReader(io.StringIO(run(*options(write_orders(), "--csv")).stdout)))
    assert [(row["shop"], row["time"], row["kind"]) for row in rows] == [
        ("DE", "2024-03-21", "drop"),
        ("FR", "2024-03-21", "drop"),
    ]


def test_detect_into_parquet_then_writes_every_bucket(run, write_orders, tmp_path):
    assert run(*options(write_orders(), "--parquet", tmp_path / "all.parquet")).exit_code == 0
    assert pq.read_table(tmp_path / "all.parquet").num_rows == 180


@pytest.mark.parametrize(
    "more, code",
    [
        (["--value", "nothing"], "ASK-201"),
        (["--budget", "3 sigma"], "ASK-296"),
        (["--country", "XX"], "ASK-297"),
        (["--country", "DE", "--country-by", "shop"], "ASK-299"),
        (["--grain", "fortnight"], "ASK-295"),
        (["--by", ""], "DAT-342"),
    ],
)
def test_detect_when_asked_wrongly_then_says_why_and_exits_with_2(run, write_orders, more, code):
    result = run(*options(write_orders(), *more))
    assert result.exit_code == 2
    assert code in result.stderr
    assert result.stdout == ""


def test_detect_with_a_country_by_column_then_reads_its_codes(run, write_orders):
    assert run(*options(write_orders(), "--country-by", "shop")).exit_code == 0


def test_detect_when_the_history_is_short_then_says_so_and_exits_with_0(run, write_orders):
    result = run(*options(write_orders(days=10)))
    assert result.exit_code == 0
    assert "20 not enough history" in result.stderr
