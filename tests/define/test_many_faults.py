"""One run tells every independent fault of a project, and nothing that only follows from another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gnomon.base.errors import ProjectErrors
from gnomon.define.load import load_model

PROJECT = Path(__file__).parent / "many_faults"
WHOLE = """
sources:
  logins: {table: logins, time: at, entities: {user: user_id}, dimensions: {at: {grain: day}, app: {}}}
metrics:
  n: {kind: count, source: logins, filter: apq = 1, goal: nope, label: 3}
  r: {kind: rolling, metric: rr}
questions:
  q: {metrics: [n, nn], grain: season}
"""


def _told(root: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(ProjectErrors) as caught:
        load_model(root)
    assert all(error.where.column > 0 for error in caught.value.errors)
    return [(error.where.file, error.where.line, error.code) for error in caught.value.errors]


def _marked(path: Path) -> list[tuple[str, int, str]]:
    """Faults that the comments of a file announce."""
    lines = enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
    found = ((n, code) for n, line in lines for code in re.findall(r"DEF-\d+", line.partition("#")[2]))
    return [(path.name, n, code) for n, code in found]


def test_project_when_everything_is_wrong_then_each_fault_is_told_once_and_nothing_else():
    files = [*PROJECT.glob("*.yml"), *PROJECT.glob("*.toml")]
    announced = [mark for path in files for mark in _marked(path)]
    assert len(announced) > 80
    assert sorted(_told(PROJECT)) == sorted(announced)


def _write(root: Path, text: str) -> None:
    (root / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
    (root / "a.yml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("other", ["metrics: [", "- a list", "x" + "\t" * 2 + ": : :"])
def test_project_when_a_file_cannot_be_read_then_names_it_may_hold_stay_silent(tmp_path, other):
    _write(tmp_path, WHOLE)
    (tmp_path / "b.yml").write_text(other, encoding="utf-8")
    told = _told(tmp_path)
    assert [mark for mark in told if mark[0] == "a.yml"] == [
        ("a.yml", 5, "DEF-112"),
        ("a.yml", 8, "DEF-147"),
    ]
    assert [file for file, *_ in told].count("b.yml") == 1


@pytest.mark.parametrize(
    "wrong, silent",
    [
        ("sorces", set()),
        ("goal", {(5, "DEF-148")}),
        ("metrcs", {(6, "DEF-140"), (8, "DEF-140")}),
        ("drives", set()),
    ],
)
def test_project_when_a_section_is_misspelt_then_names_it_may_hold_stay_silent(tmp_path, wrong, silent):
    _write(tmp_path, WHOLE)
    (tmp_path / "b.yml").write_text(f"{wrong}: {{}}\n", encoding="utf-8")
    every = {(5, "DEF-112"), (5, "DEF-144"), (5, "DEF-148"), (6, "DEF-140"), (8, "DEF-140"), (8, "DEF-147")}
    expected = every - silent - ({(5, "DEF-144")} if wrong == "sorces" else set())
    told = _told(tmp_path)
    assert {(line, code) for file, line, code in told if file == "a.yml"} == expected
    assert ("b.yml", 1, "DEF-110") in told


@pytest.mark.parametrize(
    "source, is_told",
    [
        ("7", False),
        ("{table: t, entities: 7}", False),
        ("{table: t, entities: {user: {kind: primry}}, dimensions: {apq: {}}}", False),
        ("{table: t, entities: {user: {kind: primry}}, dimensions: {other: {}}}", True),
        ("{table: t, entities: {user: {kind: primary}}, dimensons: {apq: {}}}", False),
        ("{table: t, entities: {shop: {kind: primary}}, dimensions: 7}", True),
        ("{table: t, entities: {user: {kind: primary, expr: 'a +'}}, label: 7}", True),
    ],
)
def test_name_when_a_source_at_fault_may_hold_it_then_it_is_no_fault(tmp_path, source, is_told):
    _write(tmp_path, WHOLE.replace("metrics:\n", f"  users: {source}\nmetrics:\n", 1))
    assert (("a.yml", 6, "DEF-144") in _told(tmp_path)) is is_told


def test_body_when_its_name_is_taken_then_its_own_faults_are_told(tmp_path):
    _write(tmp_path, WHOLE)
    (tmp_path / "b.yml").write_text(
        "metrics:\n  n: {kind: sum, source: logins, label: 3}\n", encoding="utf-8"
    )
    told = [mark for mark in _told(tmp_path) if mark[0] == "b.yml"]
    assert sorted(told) == [("b.yml", 2, "DEF-111"), ("b.yml", 2, "DEF-112"), ("b.yml", 2, "DEF-114")]


@pytest.mark.parametrize(
    "body",
    [
        "{kind: count, source: users}",
        "{kind: count, source: users, tme: at}",
        "{kind: count, source: users, time: 3}",
        "{knd: count, source: users}",
        "{kind: cuont, source: users}",
    ],
)
def test_metric_when_its_input_is_at_fault_then_only_the_input_is_told(tmp_path, body):
    _write(
        tmp_path,
        "sources:\n  users: {table: users, tme: at, dimensions: {at: {grain: day}}}\n"
        f"metrics:\n  u: {body}\n  r: {{kind: rolling, metric: u}}\n  v: {{kind: conversion, base: u, conversion: u,"
        " entity: x}\n",
    )
    assert [mark for mark in _told(tmp_path) if mark[1] in (5, 6)] == [("a.yml", 6, "DEF-143")]
