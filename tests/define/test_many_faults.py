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


EVERY = {(5, "DEF-112"), (5, "DEF-144"), (5, "DEF-148"), (6, "DEF-140"), (8, "DEF-140"), (8, "DEF-147")}
SURE = {(5, "DEF-112"), (8, "DEF-147")}


@pytest.mark.parametrize("names, expected", [("nn, rr, nope, user, apq", SURE), ("other, user", EVERY)])
@pytest.mark.parametrize("other", ["metrics: [{}", "- [{}]", "x\t\t: : : {}", "\0{}"])
def test_project_when_a_file_cannot_be_read_then_names_it_holds_stay_silent(tmp_path, other, names, expected):
    _write(tmp_path, WHOLE)
    (tmp_path / "b.yml").write_text(other.format(names), encoding="utf-8")
    told = _told(tmp_path)
    assert {(line, code) for file, line, code in told if file == "a.yml"} == expected
    assert [file for file, *_ in told].count("b.yml") == 1


@pytest.mark.parametrize("names, expected", [("nn, rr, nope, user, apq", SURE), ("other, user", EVERY)])
@pytest.mark.parametrize(
    "make", [lambda text: text.encode("utf-16"), lambda text: text.encode() + b" " * 10**6]
)
def test_project_when_a_file_is_refused_then_names_it_holds_stay_silent(tmp_path, make, names, expected):
    _write(tmp_path, WHOLE)
    (tmp_path / "b.yml").write_bytes(make(f"metrics: {{{names}}}"))
    with pytest.raises(ProjectErrors) as caught:
        load_model(tmp_path)
    told = [(e.where.file, e.where.line, e.code) for e in caught.value.errors]
    assert {(line, code) for file, line, code in told if file == "a.yml"} == expected
    assert [file for file, *_ in told].count("b.yml") == 1


@pytest.mark.parametrize(
    "wrong, body, silent",
    [
        ("sorces", "{}", set()),
        (
            "sorces",
            "{users: {table: u, entities: {user: {kind: primary}}, dimensions: {apq: {}}}}",
            {"DEF-144"},
        ),
        ("goal", "{nope: {}}", {"DEF-148"}),
        ("metrcs", "{}", set()),
        ("metrcs", "{nn: {kind: count, source: logins}, rr: {kind: count, source: logins}}", {"DEF-140"}),
        (
            "metrcs",
            "[{name: nn, kind: count, source: logins}, {rr: {kind: count, source: logins}}]",
            {"DEF-140"},
        ),
        ("whatever", "{nn: 1, rr: 2}", {"DEF-140"}),
        ("drives", "{}", set()),
    ],
)
def test_project_when_a_section_is_misspelt_then_it_is_read_as_it_was_meant(tmp_path, wrong, body, silent):
    _write(tmp_path, WHOLE)
    (tmp_path / "b.yml").write_text(f"{wrong}: {body}\n", encoding="utf-8")
    told = _told(tmp_path)
    expected = {fault for fault in EVERY if fault[1] not in silent}
    assert {(line, code) for file, line, code in told if file == "a.yml"} == expected
    assert [mark for mark in told if mark[0] == "b.yml"] == [("b.yml", 1, "DEF-110")]


@pytest.mark.parametrize(
    "broken",
    [
        "  bad: {kind: [}\n",
        "  bad: {kind: count\n",
        "  bad\n    kind: sum\n",
        "  bad:\n    label: 'never closed\n    kind: count\n",
        "  bad:\n    kind: count\n   source: logins\n",
        "  bad:\n\tkind: count\n",
        "  bad: {label: a: b}\n",
        "  bad: {label: %x}\n",
        "  bad: {label: 'x' y}\n",
        "  bad:\n    label: \x01\n",
    ],
)
@pytest.mark.parametrize("after", ["", "  v: {kind: sum, source: logins}\n"])
def test_file_when_a_body_is_no_yaml_then_the_others_are_read(tmp_path, broken, after):
    text = WHOLE.replace("  r: {", f"{broken}  s: {{kind: rolling, metric: bad}}\n  r: {{", 1)
    text += "goals: {nope: {labl: x}}\n"
    shift = broken.count("\n") + 1
    _write(tmp_path, text.replace("questions:\n", f"{after}questions:\n", 1))
    told = {(line, code) for _, line, code in _told(tmp_path)}
    yaml = {fault for fault in told if fault[1] == "DEF-105"}
    assert len(yaml) == 1
    moved = {(line + shift * (line > 5) + bool(after) * (line > 7), code) for line, code in EVERY}
    moved |= {(9 + shift + bool(after), "DEF-110")} | ({(7 + shift, "DEF-111")} if after else set())
    assert told - yaml == moved - {(5, "DEF-148")}


def test_file_when_it_has_no_limit_of_broken_bodies_then_reading_ends(tmp_path):
    _write(tmp_path, "metrics:\n" + "".join(f"  m{n}: {{kind: [}}\n" for n in range(200)))
    assert 1 < len(_told(tmp_path)) < 30


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
