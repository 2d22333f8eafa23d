from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    "what, first",
    [
        ("metrics", "orders_placed"),
        ("dimensions", "ordered_at"),
        ("sources", "orders"),
        ("goals", "growth"),
        ("questions", "weekly_revenue"),
        ("kinds", "average"),
    ],
)
def test_list_of_any_kind_then_prints_names_and_json(run, shop, what, first):
    text = run("list", what, "--project", shop)
    document = json.loads(run("list", what, "--project", shop, "--json").stdout)
    assert text.exit_code == 0
    assert text.stdout.splitlines()[1].split()[0] == first
    assert document["schema"] == "gnomon.list/1"
    assert document["rows"][0]["name"] == first


def test_list_when_nothing_is_defined_then_says_so_beside_the_output(run, tmp_path):
    (tmp_path / "gnomon.toml").write_text('name = "bare"\n')
    result = run("list", "--project", tmp_path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "This project has no metrics yet.\n"
    assert run("list", "--project", tmp_path, "--quiet").stderr == ""


def test_list_when_the_word_is_wrong_then_shows_the_right_ones(run, shop):
    result = run("list", "metric", "--project", shop)
    assert result.exit_code == 2
    assert "'metrics', 'dimensions', 'sources'" in result.stderr
