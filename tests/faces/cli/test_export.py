from __future__ import annotations

import json

import pytest

from tests.app.regulatory_world import start_project


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return start_project(tmp_path_factory.mktemp("half-year"))


def test_export_of_a_half_year_then_writes_its_files_and_says_by_when(run, folder, tmp_path):
    result = run(
        "export",
        "dsa-transparency",
        "--start",
        "2026-01-01",
        "--end",
        "2026-06-30",
        "--partial",
        "--to",
        tmp_path / "out",
        "-p",
        folder,
    )
    assert result.exit_code == 0, result.output
    assert "4_notices.csv" in result.stdout
    assert "sums hold. Publish by 2026-08-31." in result.stderr
    assert len(list((tmp_path / "out").glob("*.csv"))) == 10
    assert (tmp_path / "out" / "parts-to-fill.csv").is_file()


def test_export_as_json_then_holds_tables_and_sums(run, folder, tmp_path):
    options = ["--partial", "--to", tmp_path / "out", "-p", folder, "--json", "-q"]
    result = run("export", "ccpa-7102", "--year", "2025", *options)
    assert result.exit_code == 0, result.output
    shown = json.loads(result.stdout)
    assert shown["schema"] == "gnomon.export/1"
    assert shown["export"]["tables"][0]["rows"][0] == [2025, "Requests to delete", 3, 2, 1, 0, 4.0, 5.0]
    assert shown["files"] == [
        str(tmp_path / "out" / name) for name in ("ccpa-7102-2025.csv", "covered-days.csv")
    ]


def test_export_of_a_quarter_then_is_refused_and_nothing_written(run, folder, tmp_path):
    result = run(
        "export",
        "dsa-transparency",
        "--start",
        "2026-01-01",
        "--end",
        "2026-03-31",
        "--to",
        tmp_path / "out",
        "-p",
        folder,
    )
    assert result.exit_code == 2
    assert "is no reporting period" in result.stderr
    assert "[INP-030]" in result.stderr
    assert list(tmp_path.iterdir()) == []
