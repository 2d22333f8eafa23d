from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import gnomon

REFERENCE = json.loads((Path(__file__).parent / "references" / "prevalence.json").read_text(encoding="utf-8"))
METRICS = """
sources:
  labels:
    file: labels.parquet
    time: day
    dimensions: {day: {grain: day}, part: , stratum: }
metrics:
  rate: {kind: prevalence, source: labels, expr: is_bad, weight: weight, stratum: stratum}
"""
# Against another package: only the order of additions differs.
TOLERANCE = 1e-9


@pytest.fixture
def open_labels(tmp_path):
    """Give a project over some labels."""
    opened = []

    def open_project(table):
        (tmp_path / "gnomon.toml").write_text('name = "labels"\n', encoding="utf-8")
        (tmp_path / "all.yml").write_text(METRICS, encoding="utf-8")
        days = pa.array([0] * table.num_rows, pa.date32())
        pq.write_table(table.append_column("day", days), tmp_path / "labels.parquet")
        opened.append(gnomon.load(tmp_path))
        return opened[-1]

    yield open_project
    for project in opened:
        project.close()


def test_interval_when_samples_are_stratified_then_is_that_of_samplics_and_statsmodels(open_labels):
    rows = [(i, *row) for i, each in enumerate(REFERENCE) for row in each["rows"]]
    names = ["part", "stratum", "weight", "is_bad"]
    answer = open_labels(pa.table(list(map(list, zip(*rows, strict=True))), names=names)).ask(
        "rate", by=["part"]
    )
    found = [(row["value"], row["low"], row["high"]) for row in answer.to_dict()]
    wanted = [(each["share"], each["low"], each["high"]) for each in REFERENCE]
    assert found == [pytest.approx(each, rel=TOLERANCE) for each in wanted]


# Parts of the whole: their share, their true rate, the rows drawn from each.
DESIGNS = {
    "one rare part": ((1.0, 0.002, 2000),),
    "one part": ((1.0, 0.1, 500),),
    "rare, most of it in a small part": ((0.9, 0.0005, 1500), (0.09, 0.01, 1000), (0.01, 0.08, 500)),
    "rare, few rows where most views are": ((0.5, 0.002, 200), (0.3, 0.002, 1000), (0.2, 0.002, 2000)),
    "common": ((0.8, 0.05, 400), (0.15, 0.2, 300), (0.05, 0.6, 300)),
}


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
def test_interval_when_samples_are_drawn_again_and_again_then_holds_the_truth(open_labels, design):
    rng = np.random.default_rng(20240501)
    samples = 250
    columns = {"part": [], "stratum": [], "weight": [], "is_bad": []}
    for number, (share, rate, size) in enumerate(design):
        count = samples * size
        columns["part"].append(np.repeat(np.arange(samples), size))
        columns["stratum"].append(np.full(count, number))
        columns["weight"].append(np.full(count, share / size))
        columns["is_bad"].append(rng.random(count) < rate)
    table = pa.table({name: np.concatenate(parts) for name, parts in columns.items()})
    truth = sum(share * rate for share, rate, _ in design)
    answer = open_labels(table).ask("rate", by=["part"]).to_dict()
    held = sum(row["low"] <= truth <= row["high"] for row in answer) / samples
    # Four standard errors of 250 samples below 95 in 100; a rare rate with few rows is met more often.
    assert 0.95 - 4 * (0.95 * 0.05 / samples) ** 0.5 <= held, held
    assert np.mean([row["value"] for row in answer]) == pytest.approx(truth, rel=0.1)


@pytest.mark.parametrize("is_bad", [False, True])
def test_interval_when_all_rows_agree_then_ends_there_and_is_not_a_point(open_labels, is_bad):
    table = pa.table(
        {"part": [1] * 1000, "stratum": ["a"] * 1000, "weight": [2.0] * 1000, "is_bad": [is_bad] * 1000}
    )
    row = open_labels(table).ask("rate").to_dict()[0]
    assert (row["value"], row["low"] if not is_bad else row["high"]) == (float(is_bad), float(is_bad))
    assert row["high"] - row["low"] == pytest.approx(0.003827, abs=1e-6)


def test_interval_of_a_slice_with_one_row_then_is_unknown(open_labels):
    table = pa.table(
        {
            "part": [1, 2, 2, 2],
            "stratum": ["a"] * 4,
            "weight": [1.0] * 4,
            "is_bad": [True, True, False, False],
        }
    )
    answer = open_labels(table).ask("rate", by=["part"])
    assert [(row["value"], row["low"] is None, row["high"] is None) for row in answer.to_dict()] == [
        (1.0, True, True),
        (pytest.approx(1 / 3), False, False),
    ]
    assert any("with one labelled row" in note for note in answer.notes)


def test_ends_of_an_interval_when_shown_then_stand_in_every_form(open_labels):
    table = pa.table(
        {"part": [1] * 50, "stratum": ["a"] * 50, "weight": [1.0] * 50, "is_bad": [i < 10 for i in range(50)]}
    )
    project = open_labels(table)
    answer = project.ask("rate", grain="day")
    low, high = answer.metrics[0].low_column, answer.metrics[0].high_column
    assert (low, high) == ("rate__low", "rate__high")
    assert {low, high} <= set(answer.wide().column_names)
    assert {"low", "high"} <= set(answer.long().column_names)
    assert "0.112" in str(answer)
    chart = answer.plot().to_dict()
    assert any(layer["mark"]["type"] == "area" for layer in chart["layer"])
