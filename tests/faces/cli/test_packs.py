from __future__ import annotations

import json
import shutil

import pytest

from tests.packs.fixture import write_world


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("world"))


def test_packs_when_one_is_named_then_lists_its_metrics(run):
    result = run("packs", "growth", "--quiet")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["pack", "name", "label", "kind", "good"]
    assert {line[0] for line in lines[1:]} == {"growth"}
    assert "uninstall_rate" in {line[1] for line in lines}


def test_packs_as_json_then_each_metric_has_its_source(run):
    shown = json.loads(run("packs", "--json").stdout)
    assert shown["schema"] == "gnomon.packs/1"
    crash = next(m for m in shown["metrics"] if m["name"] == "crash_rate")
    assert (crash["pack"], crash["direction"], crash["guardrail"]) == ("experience", "down", True)
    assert crash["url"].startswith("https://developer.android.com/")


def test_packs_when_the_name_is_unknown_then_names_the_nearest(run):
    result = run("packs", "socail")
    assert result.exit_code == 2
    assert "Unknown pack 'socail'. Did you mean social?" in result.stderr


def test_init_from_packs_then_says_where_to_map_the_tables(run, tmp_path):
    result = run("init", tmp_path / "new", "--pack", "growth,content", "--pack", "social")
    assert result.exit_code == 0
    assert str(tmp_path / "new" / "sources.yml") in result.stdout.splitlines()
    assert "Next: say in" in result.stderr
    assert {p.name for p in (tmp_path / "new" / "cases").iterdir()} >= {
        "growth.yml",
        "content.yml",
        "social.yml",
    }


def test_init_over_data_that_lacks_tables_then_names_each_metric_left_out(run, world, tmp_path):
    data = shutil.copytree(world, tmp_path / "data")
    shutil.rmtree(data / "page_loads")
    result = run("init", tmp_path / "new", "--pack", "experience", "--data", data)
    assert result.exit_code == 0
    left_out = [line for line in result.stderr.splitlines() if line.startswith("left out")]
    assert "left out  lcp_p75: there is no page_loads" in left_out
    assert len(left_out) == 5


def test_init_over_data_without_any_table_then_writes_nothing_and_exits_with_one(run, tmp_path):
    (tmp_path / "data").mkdir()
    result = run("init", tmp_path / "new", "--all", "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert "nothing was written" in result.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "options", [(), ("--pack", "growth", "--from", "a.csv"), ("--all", "--from", "a.csv")]
)
def test_init_when_the_start_is_not_clear_then_asks_for_one(run, tmp_path, options):
    result = run("init", tmp_path / "new", *options)
    assert result.exit_code == 2
    assert "--from FILE, or --pack NAME" in result.stderr


def test_init_with_data_and_a_file_then_refuses(run, tmp_path):
    result = run("init", tmp_path / "new", "--from", "a.csv", "--data", tmp_path)
    assert result.exit_code == 2
    assert "--data belongs to --pack" in result.stderr


@pytest.mark.parametrize("form", [["--csv"], ["--csv", "-o", "out.csv"], ["--parquet", "out.parquet"], []])
def test_ask_of_a_kind_with_a_rule_then_says_it_beside_the_numbers(run, world, tmp_path, monkeypatch, form):
    monkeypatch.chdir(tmp_path)
    assert run("init", "new", "--pack", "security", "--data", world, "--quiet").exit_code == 0
    result = run("ask", "fake_account_prevalence", *form, "--project", "new")
    assert result.stderr.count("Share with is_fake, estimated from labelled rows") == 1
    assert "estimated" not in result.stdout


@pytest.mark.parametrize("packs", ["", " , "])
def test_init_of_an_empty_pack_then_refuses_and_writes_nothing(run, tmp_path, packs):
    result = run("init", tmp_path / "new", "--pack", packs)
    assert result.exit_code == 2
    assert "--pack names no pack" in result.stderr
    assert not (tmp_path / "new").exists()
