"""What is given twice hides nothing, and nothing is told that holds for one of the two only."""

from __future__ import annotations

import pytest

from gnomon.base.errors import ProjectErrors
from gnomon.define.load import load_model

SOURCES = """
sources:
  plays: {table: plays, time: at, entities: {user: user_id}, dimensions: {at: {grain: day}, app: {}}}
  users: {table: users, entities: {user: {kind: primary}}, dimensions: {country: {}}}
"""


def _told(root, **files: str) -> list[tuple[str, int, str]]:
    (root / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
    for name, text in files.items():
        (root / f"{name}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectErrors) as caught:
        load_model(root)
    assert all(error.where.column > 0 for error in caught.value.errors)
    return [(error.where.file, error.where.line, error.code) for error in caught.value.errors]


def test_key_when_given_twice_then_all_else_in_its_file_and_others_is_judged(tmp_path):
    metrics = """metrics:
  a:
    kind: sum
    source: plays
    kind: count
    label: 3
    filter: apq = 1
  b: {kind: distinct, source: plays, entity: usr}
  c: {kind: sum, source: playz, expr: "ms +"}
"""
    told = _told(tmp_path, a=SOURCES, b=metrics, c="goals: {g: {north_star: d}}\n")
    assert told == [
        ("b.yml", 5, "DEF-108"),
        ("b.yml", 6, "DEF-112"),
        ("b.yml", 7, "DEF-144"),
        ("b.yml", 8, "DEF-143"),
        ("b.yml", 9, "DEF-141"),
        ("b.yml", 9, "DEF-130"),
        ("c.yml", 1, "DEF-140"),
    ]


@pytest.mark.parametrize("split", [True, False])
def test_name_when_given_twice_then_both_bodies_are_judged_with_their_references(tmp_path, split):
    first = "metrics:\n  a:\n    kind: count\n    source: plays\n    filter: apq = 1\n"
    second = "  a:\n    kind: ratio\n    numerator: nn\n    denominator: c\n    goal: g\n"
    other = "  c: {kind: count, source: plays, paired_with: [a, b]}\n"
    code, file, at = ("DEF-114", "c.yml", 1) if split else ("DEF-108", "b.yml", 5)
    files = {"b": first, "c": f"metrics:\n{second}{other}"} if split else {"b": first + second + other}
    assert _told(tmp_path, a=SOURCES, **files) == [
        ("b.yml", 5, "DEF-144"),
        (file, at + 1, code),
        (file, at + 3, "DEF-140"),
        (file, at + 5, "DEF-148"),
        (file, at + 6, "DEF-140"),
    ]


def test_source_when_given_twice_then_a_name_of_either_is_known(tmp_path):
    other = "sources:\n  users: {table: u, entities: {user: {kind: primary, expr: 'a +'}}, dimensions: {city: {}}}\n"
    metrics = """metrics:
  a: {kind: count, source: plays, filter: country = 'NL'}
  b: {kind: count, source: plays, filter: city = 'Bern'}
  c: {kind: count, source: plays, filter: cty = 'Bern'}
  d: {kind: rolling, metric: a, window: 7 dayz}
"""
    assert _told(tmp_path, a=SOURCES, b=other, c=metrics) == [
        ("b.yml", 2, "DEF-114"),
        ("b.yml", 2, "DEF-130"),
        ("c.yml", 4, "DEF-144"),
        ("c.yml", 5, "DEF-147"),
    ]


def test_metric_when_given_twice_with_other_kinds_then_what_stands_on_it_is_not_judged_by_one(tmp_path):
    metrics = """metrics:
  a: {kind: count, source: plays}
  a: {kind: ratio, numerator: a, denominator: b}
  b: {kind: count, source: plays}
  r: {kind: rolling, metric: a, window: 7 days}
"""
    assert _told(tmp_path, a=SOURCES, b=metrics) == [("b.yml", 3, "DEF-108"), ("b.yml", 3, "DEF-150")]


@pytest.mark.parametrize(
    "text, expected",
    [
        (("metrics:\n  a: {kind: count, source: plays}\nmetrics:\n  b: {kind: count, source: playz}\n"
         "  r: {kind: rolling, metric: a, window: 1 day}\n"),
         [(3, "DEF-108"), (4, "DEF-141")]),
        ("metrics:\n  a: {kind: count, source: plays}\n---\nmetrics:\n  r: {kind: rolling, metric: aa}\n",
         [(3, "DEF-106"), (5, "DEF-140")]),
        ("metrics:\n  a: &x {kind: count, source: playz}\n  b: *x\n  c: !t {kind: sum, source: plays}\n",
         [(2, "DEF-106"), (2, "DEF-141"), (4, "DEF-106"), (4, "DEF-111")]),
        ("metrics:\n  a: {kind: count, source: &x playz}\n  b: {<<: *x, kind: sum, labl: 1}\n",
         [(2, "DEF-106"), (2, "DEF-141")]),
        ("metrics:\n  ? [a]\n  : 1\n  b: {kind: sum, source: plays}\n", [(2, "DEF-105")]),
    ],
)  # fmt: skip
def test_feature_of_yaml_when_it_is_not_used_here_then_the_rest_is_judged(tmp_path, text, expected):
    assert sorted(fault[1:] for fault in _told(tmp_path, a=SOURCES, b=text)) == sorted(expected)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("cases:\n  one: {question: {metrics: [n, nn]}, sql: select 1}\n  two: {question: {metrics: n}, sql: select}\n",
         [(2, "DEF-112"), (2, "DEF-140"), (3, "DEF-131")]),
        ("cases: {name: one, question: {metrics: nn}, sql: select 1}\n", [(1, "DEF-112"), (1, "DEF-140")]),
        ("drivers: {metric: n, driver: nn}\n", [(1, "DEF-112"), (1, "DEF-140")]),
        ("drivers: 3\n", [(1, "DEF-112")]),
        ("metrics:\n  - name: a\n    kind: count\n    source: playz\n  - b:\n      kind: sum\n      source: plays\n",
         [(2, "DEF-112"), (4, "DEF-141"), (5, "DEF-111")]),
        ("goals:\n  - {name: g, north_star: nn}\n  - {name: h, targets: {by: soon, value: 1}}\n",
         [(2, "DEF-112"), (2, "DEF-140"), (3, "DEF-112"), (3, "DEF-116")]),
        (("sources:\n  s:\n    table: t\n    time: b\n    entities: [user]\n    dimensions:\n"
         "      - {name: a, expr: x +}\n"
         "      - {b: {grain: dayy}}\n"),
         [(5, "DEF-112"), (7, "DEF-112"), (7, "DEF-130"), (8, "DEF-147")]),
        (("metrics:\n  f:\n    kind: funnel\n    source: plays\n    entity: user\n    window: 1 day\n    steps:\n"
         "      see: {where: apq = 1}\n      buy: {where: app = 2}\n"),
         [(8, "DEF-112"), (8, "DEF-144")]),
        ("sources: []\nmetrics: 3\n", [(1, "DEF-112"), (2, "DEF-112")]),
    ],
)  # fmt: skip
def test_section_when_it_has_another_shape_then_what_is_in_it_is_judged(tmp_path, text, expected):
    sources = SOURCES + "metrics: {n: {kind: count, source: plays}}\n"
    assert [fault[1:] for fault in _told(tmp_path, a=sources, b=text)] == expected
