from __future__ import annotations

import pytest

from gnomon.app.report_cards import MAX_LEVELS, build_card, build_tree
from gnomon.define.load import load_model

PROJECT = """
sources:
  plays:
    label: Plays
    table: plays
    entities: {user: user_id}
    time: at
    dimensions: {at: {grain: day}}
metrics:
  plays: {kind: count, source: plays, label: Plays, goal: time, module: content, tier: core, owner: content-team}
  users: {kind: distinct, source: plays, entity: user}
  per_user: {kind: ratio, numerator: plays, denominator: users, guardrail: true}
goals:
  time: {label: More time, north_star: per_user}
drivers:
  - {metric: per_user, driver: plays, why: It is a part already.}
  - {metric: plays, driver: users, effect: up, why: More people play more.}
  - {metric: users, driver: per_user, effect: down, why: A circle of beliefs.}
"""


@pytest.fixture
def model(tmp_path):
    (tmp_path / "gnomon.toml").write_text('name = "videos"\n', encoding="utf-8")
    (tmp_path / "videos.yml").write_text(PROJECT, encoding="utf-8")
    return load_model(tmp_path)


def test_card_says_what_the_definition_says(model):
    card = build_card(model, "plays")
    assert (card.label, card.goal, card.module, card.tier, card.owner) == (
        "Plays", "More time", "content", "core", "content-team",
    )  # fmt: skip
    assert card.sources == ("Plays",)
    assert card.definition.startswith("plays:\n  label: Plays\n  kind: count\n")
    assert card.definition_place.startswith("videos.yml:10")


def test_card_of_a_ratio_names_the_sources_below_and_the_guardrail(model):
    card = build_card(model, "per_user")
    assert card.sources == ("Plays",)
    assert card.is_guardrail


def test_tree_unfolds_a_metric_once_so_that_circles_end(model):
    (root,) = build_tree(model)
    shown = []

    def walk(node, depth):
        shown.append((depth, node.metric, node.relation, node.effect))
        for child in node.children:
            walk(child, depth + 1)

    walk(root, 0)
    assert shown == [
        (0, "per_user", "", ""),
        (1, "plays", "part", ""),
        (2, "users", "driver", "up"),
        (3, "per_user", "driver", "down"),
        (1, "users", "part", ""),
    ]


def _depth(nodes):
    return 1 + max((_depth(node.children) for node in nodes), default=-1) if nodes else 0


def _names(nodes):
    for node in nodes:
        yield node.metric
        yield from _names(node.children)


def test_tree_when_a_chain_of_drivers_is_very_long_then_deep_parts_begin_trees_of_their_own(tmp_path):
    count = 5000
    metrics = "".join(f"  m{i}: {{kind: count, source: s}}\n" for i in range(count))
    drivers = "".join(f"  - {{metric: m{i}, driver: m{i + 1}}}\n" for i in range(count - 1))
    (tmp_path / "gnomon.toml").write_text('name = "long"\n', encoding="utf-8")
    text = f"sources:\n  s: {{table: s}}\ngoals:\n  g: {{north_star: m0}}\nmetrics:\n{metrics}drivers:\n{drivers}"
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    tree = build_tree(load_model(tmp_path))
    assert _depth(tree) == MAX_LEVELS
    assert set(_names(tree)) == {f"m{i}" for i in range(count)}
    assert [tree[0].metric, tree[1].metric] == ["m0", f"m{MAX_LEVELS - 1}"]
