from __future__ import annotations

from gnomon.define.lint import lint
from gnomon.define.load import load_model

SOURCES = """
sources:
  plays: {table: plays, entities: {user: user_id}}
  users: {table: users, entities: {user: {kind: primary}, city: {}}}
  cities: {table: cities, entities: {city: {kind: primary}}}
  moons: {table: moons}
"""
CERTIFIED = """
metrics:
  plays:
    label: Plays
    description: Plays of videos.
    kind: count
    source: plays
    direction: up
    tier: core
    owner: content
    freshness: 1 day
cases:
  - {name: all, question: {metrics: plays}, sql: select count(*) from plays}
"""
BARE = """
metrics:
  old: {kind: sum, source: plays, expr: ms, deprecated_by: plays}
  plays: {kind: ratio, numerator: old, denominator: old, tier: core, description: %s}
"""


def find(tmp_path, text):
    (tmp_path / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
    (tmp_path / "a.yml").write_text(SOURCES + text, encoding="utf-8")
    return [(f.status, f.rule, f.target) for f in lint(load_model(tmp_path))]


def test_lint_when_a_core_metric_has_all_then_certified(tmp_path):
    assert find(tmp_path, CERTIFIED) == [
        ("pass", "certified", "plays"),
        ("warn", "unused-source", "moons"),
    ]


def test_lint_when_a_core_metric_lacks_all_then_each_thing_is_named(tmp_path):
    assert find(tmp_path, BARE % ("long " * 50)) == [
        ("fail", "core-owner", "plays"),
        ("warn", "long-description", "plays"),
        ("fail", "core-case", "plays"),
        ("fail", "core-freshness", "plays"),
        ("fail", "core-on-draft", "plays"),
        ("warn", "label", "plays"),
        ("warn", "unit", "plays"),
        ("warn", "core-direction", "plays"),
        ("warn", "deprecated-input", "plays"),
        ("warn", "unused-source", "moons"),
    ]


def test_lint_when_a_core_metric_has_no_description_then_it_fails(tmp_path):
    assert ("fail", "core-description", "plays") in find(tmp_path, BARE % '""')
