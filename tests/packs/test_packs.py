"""Each pack, started over the tiny world: it loads, lacks nothing, and every case agrees with plain SQL."""

from __future__ import annotations

import pytest

from gnomon.app.init_pack import init_packs
from gnomon.app.lint_project import lint_project
from gnomon.app.project import load
from gnomon.app.run_cases import run_case
from gnomon.define.packs import PACKS, choose_metrics, cut_model, find_needs, read_packs

FILLED = tuple(
    p for p in PACKS if any(m.module and m.module.value == p for m in read_packs().metrics.values())
)
CASES = read_packs().cases
ASKED = {name for case in CASES for name in case.question["metrics"]}
METRICS = tuple(read_packs().metrics.values())
LONGER = ("average_monthly_recipients",)  # of six months, the tiny world has four: see the test of exports


@pytest.fixture(scope="module")
def everything(world, tmp_path_factory):
    """Open a project of all packs over the tiny world."""
    folder = tmp_path_factory.mktemp("all") / "project"
    started = init_packs(folder, PACKS, data=world)
    assert (started.fallen, started.unsliced) == ((), ())
    with load(folder) as project:
        yield project


@pytest.mark.parametrize("pack", FILLED)
def test_pack_when_started_over_tables_then_loads_and_lacks_nothing(world, tmp_path, pack):
    started = init_packs(tmp_path / "project", [pack], data=world)
    assert (started.fallen, started.unsliced) == ((), ())
    assert [f for f in lint_project(started.folder) if f.status != "pass"] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_when_asked_then_agrees_with_plain_sql_and_is_not_trivial(everything, case):
    (own,) = (c for c in everything.model.cases if c.name == case.name)
    result = run_case(everything, own)
    assert result.is_passed, result.text
    answer = everything.ask(**dict(own.question))
    for name in (n for n in own.question["metrics"] if n not in LONGER):
        values = answer.data.column(name).to_pylist()
        assert any(value not in {None, 0} for value in values), f"{name} is only null and 0"


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_metric_has_all_that_a_reader_needs(metric):
    lacking = [
        key
        for key in (
            "label",
            "description",
            "module",
            "goal",
            "owner",
            "sensitivity",
            "reference",
        )
        if not getattr(metric, key)
    ]
    assert lacking == []
    assert metric.dimensions is not None
    assert metric.unit or metric.format
    assert metric.name in ASKED
    assert metric.tier.value != "draft"


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_metric_when_each_table_it_needs_is_missing_then_falls_away(metric):
    model = read_packs()
    whole = {name: {d.name for d in s.dimensions} for name, s in model.sources.items()}
    for source in find_needs(model, metric.name).sources:
        left = {name: columns for name, columns in whole.items() if name != source}
        cut = cut_model(model, choose_metrics(model, [metric.module.value]), left)
        assert (source,) in {f.missing[:1] for f in cut.fallen if f.metric == metric.name}
