from __future__ import annotations

import json

import pytest


def test_report_of_a_sound_project_then_exits_0_and_names_the_page(run, shop, tmp_path):
    result = run("report", "--project", shop, "--output", tmp_path / "page.html")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == str(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_report_as_json_holds_the_numbers_of_the_page(run, shop, tmp_path):
    result = run("report", "--project", shop, "--output", tmp_path / "page.html", "--json")
    document = json.loads(result.stdout)
    (section,) = document["report"]["sections"]
    assert document["schema"] == "gnomon.report/1"
    assert [p["value"] for p in section["series"]["points"]] == [10.5, 25.25, 7.0, 0.0, 12.0, 3.0]


def test_report_when_a_metric_has_no_numbers_then_exits_1_and_writes_the_page(run, shop_copy, tmp_path):
    definitions = shop_copy / "shop.yml"
    text = definitions.read_text(encoding="utf-8")
    definitions.write_text(text.replace("expr: amount", "expr: channel"), encoding="utf-8")
    result = run("report", "--project", shop_copy, "--output", tmp_path / "page.html")
    assert result.exit_code == 1
    assert "revenue has no numbers" in result.stderr
    assert "No numbers." in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_demo_without_a_project_then_runs_the_one_of_the_package(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("demo")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "report.html"
    assert "11 of 11 checks passed." in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_demo_tells_its_steps_on_standard_error_unless_quiet(run, shop, tmp_path, quiet):
    result = run("demo", "--project", shop, "--output", tmp_path / "page.html", *quiet)
    assert result.exit_code == 0
    assert ("drawing the page" in result.stderr) is not bool(quiet)
    assert "drawing the page" not in result.stdout


def test_demo_when_a_case_disagrees_then_names_it_and_exits_1(run, shop_copy, tmp_path):
    definitions = shop_copy / "shop.yml"
    text = definitions.read_text(encoding="utf-8")
    definitions.write_text(text.replace("channel, sum(amount)", "channel, max(amount)"), encoding="utf-8")
    result = run("demo", "--project", shop_copy, "--output", tmp_path / "page.html")
    assert result.exit_code == 1
    assert "fail  case  revenue by channel: shop.yml:" in result.stderr
    assert "3 of 4 checks passed." in result.stderr
