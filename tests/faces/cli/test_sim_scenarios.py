from __future__ import annotations

import json


def test_sim_when_asked_for_scenarios_then_lists_them_without_a_folder(run):
    outcome = run("sim", "--list-scenarios")
    assert outcome.exit_code == 0
    names = [line.split()[0] for line in outcome.output.splitlines()]
    assert {"crash_of_a_version", "simpson_by_country", "random:incidents"} <= set(names)
    assert len(names) == len(set(names)) >= 22


def test_sim_when_given_a_scenario_then_writes_the_truth(run, tmp_path):
    outcome = run(
        "sim", tmp_path / "world", "--users", "200", "--days", "30", "--seed", "3",
        "--scenario", "holiday", "--tables", "sessions",
    )  # fmt: skip
    assert outcome.exit_code == 0, outcome.output
    truth = json.loads((tmp_path / "world" / "truth.json").read_text(encoding="utf-8"))
    (realised,) = truth["injections"][0]["realised"]
    assert (realised["measure"], realised["segment"]) == ("active_users", {"country": ["ID"]})
    assert [day["day"] for day in realised["days"]] == ["2026-01-25", "2026-01-26"]


def test_sim_when_the_scenario_is_wrong_then_says_where_and_writes_nothing(run, tmp_path):
    file = tmp_path / "mine.yml"
    file.write_text(
        "name: a\ntitle: A\nabout: A.\ninjections:\n"
        "  - name: x\n    kind: incident\n    about: X.\n    changes:\n      - {lever: wach, multiply: 2}\n",
        encoding="utf-8",
    )
    outcome = run("sim", tmp_path / "world", "--users", "200", "--days", "30", "--scenario", file)
    assert outcome.exit_code == 2
    assert "mine.yml:9" in outcome.stderr
    assert "Did you mean watch?" in outcome.stderr
    assert not (tmp_path / "world").exists()


def test_sim_when_a_scenario_does_not_fit_the_days_then_says_so(run, tmp_path):
    outcome = run("sim", tmp_path / "world", "--users", "200", "--days", "10", "--scenario", "novelty")
    assert outcome.exit_code == 2
    assert "outside of the world's days, 0 to 10" in outcome.stderr
    assert not (tmp_path / "world").exists()
