from __future__ import annotations

import json


def test_report_then_writes_one_page_and_prints_the_summary(run, shop, tmp_path):
    page = tmp_path / "report.html"
    result = run("report", "--project", shop, "--output", page)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == str(page)
    assert "Revenue" in result.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_report_as_json_then_holds_the_record(run, shop, tmp_path):
    result = run("report", "--project", shop, "--output", tmp_path / "r.html", "--json")
    document = json.loads(result.stdout)
    assert document["schema"] == "gnomon.report/1"
    assert document["report"]["sections"][0]["card"]["name"] == "revenue"


def test_report_into_a_missing_folder_then_exits_2(run, shop, tmp_path):
    result = run("report", "--project", shop, "--output", tmp_path / "no" / "report.html")
    assert result.exit_code == 2
    assert "does not exist. Make it first." in result.stderr


def test_report_when_it_is_interrupted_then_the_old_page_stays(run, shop, tmp_path, monkeypatch):
    page = tmp_path / "report.html"
    page.write_text("old")

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("gnomon.app.write_report.build_report", interrupt)
    result = run("report", "--project", shop, "--output", page)
    assert result.exit_code == 130
    assert page.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
