"""How many metrics may stand on each other, and that long chains are refused quickly."""

from __future__ import annotations

import time

import pytest
from sqlglot import exp

from gnomon.base.errors import ProjectErrors
from gnomon.define.kinds import Count, Derived
from gnomon.define.load import load_model
from gnomon.define.metric import Metric, MetricInput
from gnomon.define.project import Model, Settings
from gnomon.define.tree import count_depths, find_cycle, leaves
from gnomon.define.validate import find_faults

HEAD = "sources:\n  plays: {file: plays.csv, time: day, dimensions: {day: {grain: day}}}\nmetrics:\n"


def write_chain(folder, links, *, extra=""):
    """Write a project with a count and ``links`` metrics, each computed from the one before."""
    lines = ["  m0: {kind: count, source: plays}"]
    lines += [f"  m{i}: {{kind: derived, expr: m{i - 1} + 1}}" for i in range(1, links + 1)]
    (folder / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
    (folder / "a.yml").write_text(HEAD + "\n".join(lines) + "\n" + extra, encoding="utf-8")
    return folder


def test_load_when_64_metrics_stand_on_each_other_then_it_loads(tmp_path):
    model = load_model(write_chain(tmp_path, 64))
    assert count_depths(model)["m64"] == 64


def test_load_when_65_do_then_the_one_too_many_is_named_and_other_faults_come_along(tmp_path):
    goals = "goals:\n  g: {north_star: m70}\n  h: {north_star: nowhere}\n"
    with pytest.raises(ProjectErrors) as caught:
        load_model(write_chain(tmp_path, 70, extra=goals))
    first, second = map(str, caught.value.errors)
    assert first == (
        "a.yml:69:3: Metric 'm65' stands on a chain of 65 metrics; 64 are the most. "
        "Compute it in fewer steps. [DEF-161]"
    )
    assert "nowhere" in second


def make_model(tmp_path, links):
    terms = {f"m{i}": f"m{i - 1}" for i in range(1, links + 1)}
    metrics = {"m0": Metric(name="m0", spec=Count(source="plays"))}
    for name, below in terms.items():
        inputs = (MetricInput(metric=below, alias=below),)
        metrics[name] = Metric(name=name, spec=Derived(expr=exp.column(below), terms=inputs))
    return Model(root=tmp_path, settings=Settings(name="x"), metrics=metrics)


def test_rules_when_3000_metrics_stand_on_each_other_then_refused_quickly_and_without_recursion(tmp_path):
    model = make_model(tmp_path, 3000)
    start = time.perf_counter()
    faults = find_faults(model)
    assert time.perf_counter() - start < 2
    assert "DEF-161" in {fault.code for fault in faults}
    assert [m.name for m in leaves(model, "m3000")] == ["m0"]
    assert find_cycle(model, "m3000") is None
