from __future__ import annotations

import shutil

import pytest

from gnomon.app.doctor import examine, redact


def found(folder):
    return {e.target: e for e in examine(folder)}


def test_doctor_of_a_good_project_then_everything_is_ok(shop):
    looked = found(shop)
    assert {e.status for e in looked.values()} <= {"pass", "warn"}
    assert looked["engine"].text == "duckdb:///:memory: answers"
    assert looked["data/orders.csv"].text.startswith("1 file, ")


def test_doctor_without_a_project_then_warns_and_still_looks_at_the_installation(tmp_path):
    looked = found(tmp_path)
    assert looked["project"].status == "warn"
    assert looked["duckdb"].status == "pass"


def test_doctor_when_a_file_is_missing_then_fails_by_name(shop, tmp_path):
    folder = shutil.copytree(shop, tmp_path / "shop")
    (folder / "data" / "users.csv").unlink()
    looked = found(folder)
    assert looked["data/users.csv"].status == "fail"
    assert looked["data/orders.csv"].status == "pass"


def test_doctor_when_the_engine_does_not_open_then_shows_no_secret(shop, tmp_path):
    folder = shutil.copytree(shop, tmp_path / "shop")
    with (folder / "gnomon.toml").open("a") as settings:
        settings.write('engine = "nosuch://me:hunter2@db/x?token=abc123"\n')
    looked = found(folder)["project"]
    assert looked.status == "fail"
    assert "nosuch" in looked.text
    assert "hunter2" not in looked.text
    assert "abc123" not in looked.text


def test_doctor_when_the_database_does_not_open_then_fails(shop, tmp_path):
    folder = shutil.copytree(shop, tmp_path / "shop")
    with (folder / "gnomon.toml").open("a") as settings:
        settings.write('engine = "duckdb:///nosuch.duckdb"\n')
    assert found(folder)["engine"].status == "fail"


@pytest.mark.parametrize(
    "url, shown",
    [
        ("duckdb:///:memory:", "duckdb:///:memory:"),
        ("clickhouse://u:p@h:9000/d", "clickhouse://u:***@h:9000/d"),
        ("x://h/d?access_key=1&mode=ro", "x://h/d?access_key=***&mode=ro"),
    ],
)
def test_redact_hides_secrets_and_nothing_else(url, shown):
    assert redact(url) == shown
