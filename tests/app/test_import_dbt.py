from __future__ import annotations

from pathlib import Path

import pytest

from gnomon.app.import_dbt import import_dbt
from gnomon.base.errors import InputError
from gnomon.define.interop.dbt import read_dbt
from gnomon.define.load import load_model
from tests.define.interop.dbt.conftest import without_places

TESTS = Path(__file__).parents[1]
SHOP = TESTS / "define" / "interop" / "dbt" / "shop"
LARGER = TESTS / "differential" / "dbt"


def test_import_dbt_writes_project_that_loads(tmp_path):
    report = import_dbt(SHOP, into=tmp_path / "shop", engine_url="duckdb:///shop.duckdb")
    assert (report.faults, report.dropped) == ((), ())
    model = load_model(tmp_path / "shop")
    assert model.settings.engine == "duckdb:///shop.duckdb"
    assert dict(report.counts) == {
        "sources": len(model.sources),
        "metrics": len(model.metrics),
        "calendars": len(model.calendars),
        "questions": len(model.saved),
    }
    assert dict(report.counts) == {"sources": 5, "metrics": 33, "calendars": 2, "questions": 1}


@pytest.mark.parametrize("folder", [SHOP, LARGER], ids=["shop", "larger"])
def test_import_dbt_written_and_loaded_gives_the_model_that_was_read(tmp_path, folder):
    import_dbt(folder, into=tmp_path / "project")
    read = read_dbt(folder, root=tmp_path / "project").model
    loaded = load_model(tmp_path / "project")
    assert without_places(loaded.metrics) == without_places(read.metrics)
    assert without_places(loaded.sources) == without_places(read.sources)
    assert without_places(loaded.saved) == without_places(read.saved)
    assert dict(loaded.calendars) == dict(read.calendars)


def test_import_dbt_puts_metrics_beside_their_source(tmp_path):
    report = import_dbt(SHOP, into=tmp_path / "shop")
    names = {str(file) for file in report.files}
    assert names == {
        "gnomon.toml",
        "questions.yml",
        "sources/orders.yml",
        "sources/customers.yml",
        "sources/customer_tiers.yml",
        "sources/wallets.yml",
        "sources/budgets.yml",
        "metrics/orders.yml",
        "metrics/customers.yml",
        "metrics/wallets.yml",
        "metrics/budgets.yml",
        "metrics/across_sources.yml",
    }
    assert names == {str(file.relative_to(report.root)) for file in report.root.rglob("*") if file.is_file()}


def test_import_dbt_with_larger_model_loses_nothing(tmp_path):
    report = import_dbt(LARGER, into=tmp_path / "plays")
    assert (report.faults, report.dropped, report.changed) == ((), (), ())


def test_import_dbt_with_files_already_there_touches_nothing(tmp_path):
    (tmp_path / "gnomon.toml").write_text("mine")
    with pytest.raises(InputError, match=r"already holds gnomon\.toml") as error:
        import_dbt(SHOP, into=tmp_path)
    assert error.value.code == "INP-020"
    assert [file.name for file in tmp_path.iterdir()] == ["gnomon.toml"]


def test_import_dbt_when_a_file_cannot_be_moved_takes_the_others_away(tmp_path):
    (tmp_path / "metrics").write_text("a file where a folder must be")
    with pytest.raises(InputError, match="Nothing was written") as error:
        import_dbt(SHOP, into=tmp_path)
    assert error.value.code == "INP-013"
    assert [file for file in tmp_path.rglob("*.yml") if file.is_file()] == []
    assert not (tmp_path / "gnomon.toml").exists()


def test_import_dbt_into_a_file_refuses(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(InputError, match="Cannot write"):
        import_dbt(SHOP, into=tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_import_dbt_into_folder_with_other_files_keeps_them(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    report = import_dbt(SHOP, into=tmp_path)
    assert (tmp_path / "README.md").read_text() == "mine"
    assert report.faults == ()
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_import_dbt_with_metric_that_gnomon_refuses_lists_it_with_the_rule(tmp_path):
    dbt = tmp_path / "dbt"
    dbt.mkdir()
    (dbt / "models.yml").write_text(
        """
semantic_models:
  - name: a
    model: ref('a')
    primary_entity: p
    defaults: {agg_time_dimension: t}
    dimensions: [{name: t, type: time, type_params: {time_granularity: day}}]
    measures: [{name: m, agg: sum, create_metric: true}]
metrics:
  - {name: bad, type: simple, type_params: {measure: m}, filter: "{{ Dimension('p__colour') }} = 'red'"}
  - {name: on_bad, type: ratio, type_params: {numerator: bad, denominator: m}}
saved_queries:
  - {name: q, query_params: {metrics: [bad]}}
"""
    )
    report = import_dbt(dbt, into=tmp_path / "out")
    assert report.faults == ()
    assert [(n.kind, n.name) for n in report.dropped] == [
        ("metric", "bad"),
        ("metric", "on_bad"),
        ("saved query", "q"),
    ]
    assert "colour" in report.dropped[0].reason
    assert str(report.dropped[0].location) == "models.yml:10:5"
