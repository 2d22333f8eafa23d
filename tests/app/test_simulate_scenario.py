"""The file of truth: what stands in it, and that it is what the data say."""

from __future__ import annotations

import json

import duckdb
import pytest

from gnomon.app import simulate_scenario as module
from gnomon.app.simulate_scenario import simulate_scenario
from gnomon.sim import World

WORLD = World(users=600, days=40, seed=7)


def make(folder, scenario, tables, world=WORLD):
    simulate_scenario(folder, world, scenario=scenario, tables=tables)
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_truth_when_of_an_incident_then_says_where_when_and_how_much(tmp_path):
    truth = make(tmp_path / "world", "crash_of_a_version", ["app_performance"])
    (crash,) = truth["injections"]
    assert (truth["format"], truth["world"]["seed"], truth["scenario"]["name"]) == (
        "gnomon.truth/1",
        7,
        "crash_of_a_version",
    )
    assert (crash["kind"], crash["touches"], crash["tables"]) == ("incident", "business", ["app_performance"])
    assert (crash["from"], crash["until"]) == ("2026-01-12", "2026-01-20")
    (change,) = crash["changes"]
    assert change["segment"] == {"platform": ["android"], "country": ["BR", "MX"], "app_version": ["9.13.0"]}
    assert (change["lever"], change["effect"], change["value"]) == ("crash_share", "multiply", 25.0)
    (realised,) = crash["realised"]
    files = f"{tmp_path}/world/app_performance/*/*.parquet"
    told = {d["day"]: d["with"] for d in realised["days"]}
    seen = duckdb.sql(
        f"SELECT strftime(happened_at, '%Y-%m-%d'), round(avg(crashes), 9) FROM read_parquet('{files}') "
        "WHERE platform = 'android' AND country IN ('BR', 'MX') AND app_version = '9.13.0' "
        "AND happened_at >= TIMESTAMP '2026-01-12' AND happened_at < TIMESTAMP '2026-01-20' GROUP BY 1"
    ).fetchall()
    assert told == dict(seen)
    assert realised["with"] > realised["without"]
    assert not list(tmp_path.glob("world/.*"))


@pytest.mark.slow
def test_truth_when_of_an_experiment_then_has_effects_by_metric_and_segment(tmp_path):
    tables = ["views", "sessions", "app_performance", "assignments", "users"]
    truth = make(tmp_path / "world", "experiment_with_effect", tables)
    (trial,) = truth["injections"]
    assert trial["experiment"] == {
        "experiment_id": 101,
        "is_randomised": True,
        "takes": "all",
        "treated_share": 0.5,
        "treated_share_by_country": {},
        "lost_assignments": {},
        "lost_segment": {},
    }
    effects = {(r["measure"], str(r["segment"])): r["relative_effect"] for r in trial["realised"]}
    assert effects["plays", "{}"] == effects["sessions", "{}"] == 0
    assert 0.01 < effects["watch_ms", "{}"] < effects["watch_ms", "{'country': ['BR', 'MX']}"] < 0.2
    treated = duckdb.sql(
        f"SELECT sum(watch_ms) FROM read_parquet('{tmp_path}/world/views/*/*.parquet') "
        f"JOIN read_parquet('{tmp_path}/world/assignments.parquet') USING (user_id) "
        "WHERE experiment_id = 101 AND variant = 'treatment' "
        "AND started_at >= TIMESTAMP '2026-01-11' AND started_at < TIMESTAMP '2026-02-01'"
    ).fetchall()
    assert treated == [(next(r["with"] for r in trial["realised"] if r["measure"] == "watch_ms"),)]


def test_truth_when_nothing_happens_then_has_no_injection(tmp_path):
    truth = make(tmp_path / "world", None, ["holidays"])
    assert (truth["scenario"], truth["injections"]) == (None, [])


def test_truth_when_tables_are_missing_or_many_then_says_why_it_is_not_measured(tmp_path, monkeypatch):
    (one,) = make(tmp_path / "one", "holiday", ["holidays"])["injections"]
    assert (one["realised"], one["realised_note"]) == (None, "Not measured: without the tables sessions.")
    monkeypatch.setattr(module, "_MOST_USER_DAYS", 10)
    (two,) = make(tmp_path / "two", "holiday", ["holidays"])["injections"]
    assert (two["realised"], "user-days" in two["realised_note"]) == (None, True)
