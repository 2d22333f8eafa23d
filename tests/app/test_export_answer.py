from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from gnomon.app.export_answer import write_answer, write_text
from gnomon.base.errors import InputError
from gnomon.report.numbers import DASH


@pytest.fixture
def answer(make_answer):
    return make_answer(
        {
            "period": [date(2024, 5, 1), date(2024, 5, 2)],
            "country": ["Île|de\nFrance", None],
            "m": [Decimal(9007199254740993), None],
            "m__n": [3, 0],
            "m__complete": [True, False],
        }
    )


def test_json_when_written_then_says_its_schema_and_loses_no_digit(answer):
    document = json.loads(write_text(answer, form="json"))
    assert document["schema"] == "gnomon.answer/1"
    first = document["rows"][0]
    assert (first["period"], first["country"], first["m"]) == (
        "2024-05-01",
        "Île|de\nFrance",
        9007199254740993,
    )
    assert first["m__complete"] is True
    assert document["rows"][1]["m"] is None
    assert document["question"]["start"] == "2024-05-01"
    assert document["metrics"][0]["version"] == "abc"
    assert document["cost"]["seconds"] == 0.5


def test_csv_when_written_then_unknown_is_empty(answer):
    assert write_text(answer, form="csv").splitlines() == [
        "period,country,m,m__n,m__complete",
        '2024-05-01,"Île|de',
        'France",9007199254740993,3,true',
        "2024-05-02,,,0,false",
    ]


def test_markdown_when_written_then_cells_cannot_break_the_table(answer):
    assert write_text(answer, form="md").splitlines() == [
        "| Day | Country | Plays | n |",
        "| --- | --- | ---: | ---: |",
        "| 2024-05-01 | Île\\|de France | 9,007,199,254,740,993 | 3 |",
        f"| 2024-05-02 so far | (none) | {DASH}… | 0 |",
    ]


def test_markdown_when_a_kind_has_a_rule_then_says_it_below_the_table(make_answer):
    ruled = make_answer(
        {"m": [1], "m__n": [3], "m__complete": [True]}, rule="Share with is_fake, each *once*."
    )
    assert write_text(ruled, form="md").splitlines()[-2:] == [
        "",
        r"Plays: Share with is\_fake, each \*once\*.",
    ]
    assert "is_fake" not in write_text(ruled, form="csv")


def test_long_when_written_then_holds_a_column_for_the_metric(answer):
    assert write_text(answer, form="csv", shape="long").splitlines()[0].endswith(",metric")
    assert write_text(answer, form="md", shape="long").splitlines()[0].endswith("| metric |")


def test_parquet_when_written_then_reads_back_equal(answer, tmp_path):
    write_answer(answer, tmp_path / "a.parquet", form="parquet")
    assert pq.read_table(tmp_path / "a.parquet").equals(answer.data)
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]


def test_text_of_an_unknown_form_then_names_the_known_ones(answer):
    with pytest.raises(InputError, match="Use one of json, csv, md"):
        write_text(answer, form="xml")
