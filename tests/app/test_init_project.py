from __future__ import annotations

import pytest

from gnomon.app.init_project import init_project
from gnomon.app.run_project import run_project
from gnomon.base.errors import InputError
from gnomon.define.load import load_model


def test_init_from_a_csv_then_writes_a_project_that_loads_and_has_three_metrics(shop, tmp_path):
    started = init_project(tmp_path / "new", shop / "data" / "orders.csv", timezone="Asia/Shanghai")
    model = load_model(started.folder)
    assert [f.path.name for f in started.files] == ["gnomon.toml", "orders.yml"]
    assert list(model.metrics) == ["row_count", "distinct_user", "sum_amount"]
    assert model.settings.timezone == "Asia/Shanghai"
    assert model.sources["orders"].default_time == "ordered_at"
    assert started.question == "row_count --grain week"


def test_init_when_dry_then_writes_nothing(shop, tmp_path):
    init_project(tmp_path / "new", shop / "data" / "orders.csv", is_dry=True)
    assert list(tmp_path.iterdir()) == []


def test_init_when_columns_have_odd_names_then_still_loads(tmp_path):
    data = tmp_path / "2024 Sales.csv"
    data.write_text("Order Date,select,Größe in €,User ID\n2024-05-01,a,1.5,7\n")
    model = load_model(init_project(tmp_path / "my project", data).folder)
    assert list(model.sources) == ["p_2024_sales"]
    assert [d.name for d in model.sources["p_2024_sales"].dimensions] == ["order_date", "select"]


@pytest.mark.parametrize(
    "folder, data, words",
    [
        ("full", "orders.csv", "is not empty"),
        ("file.txt", "orders.csv", "is a file; name a folder"),
        ("new", "nowhere.csv", "There is no file"),
        ("new", "file.txt", "no columns|ending|read"),
    ],
)
def test_init_when_it_cannot_be_then_says_why_and_writes_nothing(shop, tmp_path, folder, data, words):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    (tmp_path / "file.txt").touch()
    source = shop / "data" / data if data == "orders.csv" else tmp_path / data
    if data == "file.txt":
        source = tmp_path / "odd.xyz"
        source.write_text("x")
    with pytest.raises((InputError, RuntimeError), match=words):
        init_project(tmp_path / folder, source)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_init_when_the_file_holds_nothing_then_says_so_and_writes_nothing(tmp_path, ending):
    (tmp_path / f"zero.{ending}").touch()
    with pytest.raises(InputError, match=r"zero\.\w+ is empty.*\[INP-022\]"):
        init_project(tmp_path / "new", tmp_path / f"zero.{ending}")
    assert not (tmp_path / "new").exists()


def test_init_without_dates_then_run_passes_with_totals(tmp_path):
    (tmp_path / "plain.csv").write_text("name,score\nann,1\nbob,2\n")
    proof = run_project(init_project(tmp_path / "new", tmp_path / "plain.csv").folder)
    assert proof.is_passed
    assert [(f.target, f.status, f.text) for f in proof.metrics] == [
        ("row_count", "pass", "its total has a value"),
        ("sum_score", "pass", "its total has a value"),
        ("average_score", "pass", "its total has a value"),
    ]
