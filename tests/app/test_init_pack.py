from __future__ import annotations

import shutil

import pytest

from gnomon.app import init_pack
from gnomon.app.init_pack import init_packs
from gnomon.app.lint_project import lint_project
from gnomon.base.errors import InputError, UnknownNameError
from gnomon.define.load import load_model
from gnomon.define.packs import read_packs
from tests.packs.fixture import write_world


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def partly(world, tmp_path):
    """Give a copy of the world's tables to take some away from."""
    return shutil.copytree(world, tmp_path / "partly")


def test_init_of_a_pack_then_writes_one_file_of_sources_and_one_a_module(tmp_path):
    started = init_packs(tmp_path / "new", ["growth"], timezone="Asia/Shanghai")
    names = [f.path.relative_to(tmp_path / "new").as_posix() for f in started.files]
    assert names[:2] == ["gnomon.toml", "sources.yml"]
    assert {"metrics/growth.yml", "metrics/experience.yml", "goals.yml", "cases/growth.yml"} <= set(names)
    model = load_model(started.folder)
    assert tuple(model.metrics) == started.metrics
    assert model.settings.timezone == "Asia/Shanghai"
    assert {"users", "sessions", "installs"} <= set(model.sources)
    assert not {"page_loads", "friendships", "logins"} & set(model.sources)
    assert (started.fallen, started.unsliced, started.is_checked) == ((), (), False)


def test_init_of_a_pack_then_brings_what_is_to_be_read_beside_it(tmp_path):
    model = load_model(init_packs(tmp_path / "new", ["growth"]).folder)
    assert model.metrics["time_per_dau"].paired_with == ("negative_feedback_rate",)
    assert "impressions" in model.metrics
    assert "crash_rate" not in model.metrics


def test_init_of_a_pack_then_metrics_are_those_of_the_pack(tmp_path):
    model = load_model(init_packs(tmp_path / "new", ["social"]).folder)
    ours = read_packs().metrics["interaction_rate"]
    theirs = model.metrics["interaction_rate"]
    assert (theirs.spec, theirs.filter, theirs.reference, theirs.plausible) == (
        ours.spec,
        ours.filter,
        ours.reference,
        ours.plausible,
    )


def test_init_over_data_when_a_table_is_missing_then_names_what_falls_away(partly, tmp_path):
    shutil.rmtree(partly / "surveys")
    started = init_packs(tmp_path / "new", ["experience"], data=partly)
    assert {f.metric: f.missing for f in started.fallen} == dict.fromkeys(
        ("surveys_shown", "survey_response_rate", "csat", "nps"), ("surveys",)
    )
    assert set(load_model(started.folder).metrics) == set(started.metrics)
    assert [f for f in lint_project(started.folder) if f.status != "pass"] == []


def test_init_over_data_when_columns_are_missing_then_metrics_and_slices_fall_away(partly, tmp_path):
    columns = "exclude (crashes, device_tier)"
    _rewrite(
        partly / "app_performance", f"select * {columns} from read_parquet('{{}}', hive_partitioning = true)"
    )
    started = init_packs(tmp_path / "new", ["experience"], data=partly)
    assert {f.metric: f.missing for f in started.fallen} == dict.fromkeys(
        ("crash_rate", "crash_free_users", "crash_free_sessions"), ("app_performance.crashes",)
    )
    assert started.unsliced == ("app_performance.crashes", "app_performance.device_tier")
    model = load_model(started.folder)
    assert model.metrics["anr_rate"].dimensions == ("country", "platform", "app_version", "device_model")
    assert not any("frames by device tier" in case.name for case in model.cases)
    assert "quality" not in model.goals  # its north star fell away
    assert model.metrics["anr_rate"].goal is None


def test_init_over_data_when_nothing_is_left_then_writes_nothing(tmp_path):
    (tmp_path / "empty").mkdir()
    started = init_packs(tmp_path / "new", ["growth"], data=tmp_path / "empty")
    assert (started.files, started.metrics) == ((), ())
    assert len(started.fallen) > 20
    assert not (tmp_path / "new").exists()


def test_init_when_a_pack_is_unknown_then_names_the_nearest(tmp_path):
    with pytest.raises(UnknownNameError, match=r"Unknown pack 'grwth'\. Did you mean growth\?"):
        init_packs(tmp_path / "new", ["growth", "grwth"])
    assert list(tmp_path.iterdir()) == []


def test_init_when_the_folder_holds_something_then_refuses(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.yml").touch()
    with pytest.raises(InputError, match="is not empty"):
        init_packs(tmp_path / "new", ["growth"])
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["a.yml"]


def test_init_when_the_data_is_no_folder_then_says_so(tmp_path):
    with pytest.raises(InputError, match="There is no folder"):
        init_packs(tmp_path / "new", ["growth"], data=tmp_path / "nowhere")


def test_init_when_a_file_cannot_be_written_then_nothing_is_left(tmp_path, monkeypatch):
    written = []

    def fail_at_third(path, text):
        written.append(path)
        if len(written) == 3:
            raise InputError("Cannot write: No space left on device.", code="INP-013")
        path.write_text(text)

    monkeypatch.setattr(init_pack, "write_whole", fail_at_third)
    with pytest.raises(InputError, match="No space left"):
        init_packs(tmp_path / "new", ["growth"])
    assert list(tmp_path.iterdir()) == []


def test_init_when_dry_then_writes_nothing(tmp_path):
    assert init_packs(tmp_path / "new", ["content"], is_dry=True).files
    assert list(tmp_path.iterdir()) == []


def test_lint_when_a_pair_is_taken_away_then_says_so(world, tmp_path):
    folder = init_packs(tmp_path / "new", ["content"], data=world).folder
    for name in ("metrics/content.yml", "cases/content.yml", "goals.yml"):
        file = folder / name
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("quick_skip_rate", "swipe_rate"), encoding="utf-8")
    found = [f for f in lint_project(folder) if f.rule == "pair"]
    assert [(f.target, f.status) for f in found] == [("video_views", "warn"), ("engaged_views", "warn")]
    assert "beside quick_skip_rate" in found[0].text


def _rewrite(folder, query):
    """Put the rows of a query in the place of a table's parts."""
    import duckdb

    rows = duckdb.sql(query.format(f"{folder}/*/*.parquet")).to_arrow_table()
    shutil.rmtree(folder)
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        connection.execute(f"copy (select * from rows) to '{folder}' (format parquet, partition_by (day))")
