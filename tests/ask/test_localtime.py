from __future__ import annotations

import pytest
from sqlglot import exp

from gnomon.ask.localtime import LocalTime, TimeType, date_part, local_time, move, truncate
from gnomon.base.time import DatePart, Grain, parse_window

RAW = exp.column("ts")


def local(kind, *, zone=None, epoch=None):
    return local_time(RAW.copy(), kind=kind, zone=zone, epoch=epoch, reporting="Europe/Berlin")


def sql(tree):
    return tree.sql(dialect="duckdb")


@pytest.mark.parametrize(
    "kind, zone, expected",
    [
        (TimeType.DATE, None, "ts"),
        (TimeType.NAIVE, None, "ts"),
        (TimeType.NAIVE, "Europe/Berlin", "ts"),
        (TimeType.NAIVE, "Asia/Tokyo", "ts AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin'"),
        (TimeType.ZONED, None, "ts AT TIME ZONE 'Europe/Berlin'"),
    ],
)
def test_local_time_when_stored_in_some_way_then_is_on_the_reporting_clock(kind, zone, expected):
    assert sql(local(kind, zone=zone).tree) == expected


def test_local_time_when_a_number_then_counts_from_1970_in_utc():
    assert "MAKE_TIMESTAMP(CAST((ts) * 1000 AS BIGINT)) AT TIME ZONE 'UTC'" in sql(
        local(TimeType.EPOCH, epoch="milliseconds").tree
    )


def test_truncate_when_to_days_then_is_a_date():
    cut = truncate(local(TimeType.ZONED), Grain.DAY)
    assert cut.is_date
    assert sql(cut.tree) == "CAST(ts AT TIME ZONE 'Europe/Berlin' AS DATE)"


def test_truncate_when_to_hours_of_instants_then_goes_back_from_the_instant():
    cut = truncate(local(TimeType.ZONED), Grain.HOUR)
    assert sql(cut.tree).startswith("ts - (ts AT TIME ZONE 'Europe/Berlin' - DATE_TRUNC('HOUR'")


def test_truncate_when_weeks_start_on_sunday_then_moves_there_and_back():
    cut = truncate(LocalTime(tree=RAW, is_date=True), Grain.WEEK, week_start=7)
    assert "INTERVAL '6' DAY" in sql(cut.tree)


@pytest.mark.parametrize(
    "window, expected", [("1 quarter", "INTERVAL '3' MONTH"), ("7 days", "INTERVAL '7' DAY")]
)
def test_move_when_back_then_subtracts(window, expected):
    assert f"- {expected}" in sql(move(RAW, parse_window(window), back=True))


@pytest.mark.parametrize("part, word", [(DatePart.DAY_OF_WEEK, "ISODOW"), (DatePart.WEEK_OF_YEAR, "WEEK")])
def test_date_part_when_asked_then_is_a_whole_number(part, word):
    assert (
        sql(date_part(LocalTime(tree=RAW, is_date=True), part)) == f"CAST(EXTRACT({word} FROM ts) AS BIGINT)"
    )
