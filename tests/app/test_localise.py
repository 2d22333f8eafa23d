from __future__ import annotations

import json

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import csv, parquet

import gnomon
from gnomon.base.errors import DataError, QuestionError, UnknownNameError
from gnomon.faces.cli.entry import gnomon as command

DIMS = ["os", "country", "feed"]


def make_cube(*, scale=1.0, fall=0.5):
    """Three dimensions; android in DE fell."""
    rng = np.random.default_rng(3)
    rows = [
        (o, c, f)
        for o in ("ios", "android", "web")
        for c in ("DE", "FR", "IT", "PL", None)
        for f in "abcdefgh"
    ]
    before = rng.poisson(400, len(rows)) * 1.0
    now = rng.poisson(before * scale * [fall if r[:2] == ("android", "DE") else 1 for r in rows]) * 1.0
    return {d: [r[i] for r in rows] for i, d in enumerate(DIMS)} | {"before": before, "now": now}


def localise(cube, **options):
    return gnomon.localise(cube, DIMS, **{"expected": "before", "actual": "now"} | options)


@pytest.mark.parametrize("kind", [dict, pa.table, pd.DataFrame, pl.DataFrame], ids=lambda k: k.__module__)
def test_localise_when_given_any_frame_then_the_segment_is_found(kind):
    found = localise(kind(make_cube()))
    assert found.outcome == "localised"
    assert [s.where for s in found.segments] == [(("os", "android"), ("country", "DE"))]
    segment = found.segments[0]
    assert segment.low < segment.effect < segment.high < 0
    assert segment.without == pytest.approx(found.actual - segment.effect)
    assert segment.pvalue < 1e-6
    common = found.expected * (found.level - 1)
    assert common + segment.effect + found.rest == pytest.approx(found.change)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_localise_when_given_a_file_then_it_is_read(tmp_path, suffix):
    table = pa.table(make_cube())
    path = tmp_path / f"cube.{suffix}"
    csv.write_csv(table, path) if suffix == "csv" else parquet.write_table(table, path)
    assert localise(path).segments[0].name == "os = android, country = DE"
    assert localise(str(path)).outcome == "localised"


def test_localise_when_all_moved_alike_then_it_says_by_how_much():
    found = localise(make_cube(scale=0.9, fall=1))
    assert found.outcome == "diffuse"
    assert not found.segments
    assert "everywhere about the same, -1" in found.text
    assert found.level == pytest.approx(0.9, abs=0.01)


def test_localise_when_all_but_one_value_moved_then_the_text_says_so():
    cube = make_cube(fall=1)
    stayed = np.array([o == "web" for o in cube["os"]])
    cube["now"] = np.round(np.where(stayed, cube["before"], 0.5 * cube["before"]))
    cube["os"] = [o if s else f"{o}{i % 7}" for i, (o, s) in enumerate(zip(cube["os"], stayed, strict=True))]
    found = localise(cube)
    assert [s.name for s in found.segments] == ["os = web"]
    assert found.segments[0].stayed
    assert "everything moved by -50 % except os = web" in found.text


def test_localise_when_rows_repeat_a_cell_then_they_are_added_up():
    cube = make_cube()
    halves = {k: (list(v) * 2 if k in DIMS else np.concatenate([v, v]) / 2) for k, v in cube.items()}
    assert localise(halves).expected == localise(cube).expected
    assert localise(halves).segments[0].where == localise(cube).segments[0].where
    assert any("repeated a cell" in a for a in localise(halves).assumptions)


@pytest.mark.parametrize(
    "broken, outcome, text",
    [
        ({"now": [None] * 120}, "data problem", "every value is null"),
        ({"now": [np.inf] + [1.0] * 119}, "data problem", "1 values are infinite"),
        ({"before": [0.0] * 120}, "not enough data", "Nothing was expected"),
    ],
    ids=["null", "infinite", "zero"],
)
def test_localise_when_data_cannot_be_right_then_a_verdict_says_it(broken, outcome, text):
    found = localise(make_cube() | broken)
    assert found.outcome == outcome
    assert text in found.text
    assert not found.segments


@pytest.mark.parametrize("rows", [0, 1])
def test_localise_when_there_are_hardly_any_cells_then_there_is_not_enough_data(rows):
    cube = pa.table(make_cube()).slice(0, rows)
    assert localise(cube).outcome == "not enough data"


def test_localise_when_a_dimension_has_a_million_values_then_it_answers():
    n = 1_000_000
    rng = np.random.default_rng(4)
    before = rng.poisson(3, n).astype(float)
    cube = {"user": np.arange(n), "os": np.arange(n) % 3, "before": before, "now": rng.poisson(before)}
    assert gnomon.localise(cube, ["user", "os"], expected="before", actual="now").outcome == "diffuse"


def test_localise_when_asked_wrongly_then_the_error_names_the_next_step():
    cube = make_cube()
    with pytest.raises(UnknownNameError, match="Did you mean country"):
        gnomon.localise(cube, ["contry"], expected="before", actual="now")
    with pytest.raises(QuestionError, match="ASK-290"):
        localise(cube, actual=("now", "before"))
    with pytest.raises(QuestionError, match="named twice"):
        gnomon.localise(cube, ["os", "os"], expected="before", actual="now")
    with pytest.raises(QuestionError, match="one to 8"):
        gnomon.localise(cube, [], expected="before", actual="now")
    with pytest.raises(DataError, match="DAT-322"):
        localise(cube, actual="os")
    with pytest.raises(DataError, match="DAT-321"):
        localise(cube | {"now": -np.ones(120)})
    with pytest.raises(DataError, match="DAT-320"):
        localise(3)
    with pytest.raises(DataError, match="DAT-320"):
        localise("cube.xlsx")


def test_command_when_given_a_file_then_it_prints_text_and_json(tmp_path):
    path = tmp_path / "cube.csv"
    csv.write_csv(pa.table(make_cube()), path)
    options = ["localise", str(path), "--dims", "os,country,feed", "--expected", "before", "--actual", "now"]
    shown = CliRunner().invoke(command, options)
    assert shown.exit_code == 0
    assert shown.output.startswith("localised: ")
    assert "os = android, country = DE" in shown.output
    document = json.loads(CliRunner().invoke(command, [*options, "--json"]).output)
    assert document["schema"] == "gnomon.localise/1"
    assert document["outcome"] == "localised"
    ratio = [*options[:5], "now/before", "--actual", "now/before", "--json"]
    assert json.loads(CliRunner().invoke(command, ratio).output)["outcome"] == "diffuse"
