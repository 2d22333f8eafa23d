"""Faults of kinds whose rows follow a rule: told at their place, with the nearest name."""

from __future__ import annotations

import pytest

from gnomon.base.errors import GnomonError
from gnomon.define.load import load_model

SOURCES = """\
sources:
  cases:
    file: cases.parquet
    time: opened
    entities: {user: user_id}
    dimensions: {opened: {grain: day}, closed: {grain: second}, kind: , answered: {grain: second}}
metrics:
"""
LINE = SOURCES.count("\n") + 1
FAULTS = {
    "rate of an unknown metric": ("{kind: rate, numerator: prob, denominator: probe}", "DEF-140"),
    "rate per nothing": ("{kind: rate, numerator: a, denominator: b, per: 0}", "DEF-112"),
    "per entity of an unknown source": (
        "{kind: per_entity, source: case, entity: user, each: {agg: count}, summarize: average}",
        "DEF-141",
    ),
    "per entity of an unknown entity": (
        "{kind: per_entity, source: cases, entity: usr, each: {agg: count}, summarize: average}",
        "DEF-143",
    ),
    "per entity with an unknown name": (
        "{kind: per_entity, source: cases, entity: user, each: {agg: count, where: kid = 1}, summarize: average}",
        "DEF-144",
    ),
    "per entity of no value": (
        "{kind: per_entity, source: cases, entity: user, each: {agg: sum}, summarize: average}",
        "DEF-111",
    ),
    "share of what": (
        "{kind: per_entity, source: cases, entity: user, each: {agg: count}, summarize: share}",
        "DEF-111",
    ),
    "top of what": (
        "{kind: per_entity, source: cases, entity: user, each: {agg: count}, summarize: average, top: 0.1}",
        "DEF-163",
    ),
    "sessions of an unknown entity": ("{kind: sessions, source: cases, entity: usr}", "DEF-143"),
    "sessions with a gap of a month": (
        "{kind: sessions, source: cases, entity: user, gap: 1 month}",
        "DEF-156",
    ),
    "sessions counted by percentile": (
        "{kind: sessions, source: cases, entity: user, summarize: sum}",
        "DEF-163",
    ),
    "deadline of an unknown time": (
        "{kind: within_deadline, source: cases, opened: opend, closed: closed, deadline: 1 month}",
        "DEF-142",
    ),
    "deadline twice": (
        "{kind: within_deadline, source: cases, opened: opened, closed: closed, deadline: 1 month, due: answered}",
        "DEF-111",
    ),
    "deadline in hours of days": (
        "{kind: within_deadline, source: cases, opened: opened, closed: closed, deadline: 12 hours}",
        "DEF-156",
    ),
    "closed by no time": (
        "{kind: within_deadline, source: cases, opened: opened, closed: kind, deadline: 3 days}",
        "DEF-142",
    ),
    "time from nothing": ("{kind: time_to, source: cases, to: closed}", "DEF-111"),
    "time from an unknown time": ("{kind: time_to, source: cases, from: opend, to: closed}", "DEF-142"),
    "time to an unknown time": ("{kind: time_to, source: cases, from: opened, to: clsed}", "DEF-142"),
    "time in years": ("{kind: time_to, source: cases, from: opened, to: closed, in: years}", "DEF-112"),
    "prevalence of nothing": ("{kind: prevalence, source: cases, label: is_bad}", "DEF-111"),
    "prevalence for sure": ("{kind: prevalence, source: cases, expr: is_bad, confidence: 1}", "DEF-112"),
}
NAMES = {
    "DEF-140": "probe",
    "DEF-141": "cases",
    "DEF-143": "user",
    "DEF-144": "kind",
}


def faults_of(tmp_path, body):
    (tmp_path / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
    (tmp_path / "all.yml").write_text(f"{SOURCES}  probe: {body}\n", encoding="utf-8")
    with pytest.raises(GnomonError) as caught:
        load_model(tmp_path)
    return str(caught.value)


@pytest.mark.parametrize("body, code", FAULTS.values(), ids=FAULTS)
def test_fault_when_a_model_is_read_then_is_told_at_its_line(tmp_path, body, code):
    told = faults_of(tmp_path, body)
    assert code in told
    assert f"all.yml:{LINE}" in told
    assert NAMES.get(code, "") in told


@pytest.mark.parametrize(
    "body",
    [
        "{kind: per_entity, source: cases, entity: user, each: {agg: count}, summarize: average}",
        "{kind: sessions, source: cases, entity: user}",
        "{kind: within_deadline, source: cases, opened: opened, closed: closed, deadline: 1 month}",
        "{kind: time_to, source: cases, from: opened, to: closed}",
        "{kind: prevalence, source: cases, expr: is_bad}",
    ],
)
def test_window_over_a_kind_with_a_rule_then_is_refused(tmp_path, body):
    told = faults_of(tmp_path, f"{body}\n  moved: {{kind: rolling, metric: probe, window: 7 days}}")
    assert "DEF-152" in told


def test_constant_when_it_is_one_then_needs_no_list(tmp_path):
    body = "kind: conversion, base: probe, conversion: probe, entity: user"
    held = {
        "one": "kind",
        "listed": "[kind]",
        "paired": "{base: kind, conversion: kind}",
    }
    lines = [f"  {name}: {{{body}, constant: {constant}}}" for name, constant in held.items()]
    (tmp_path / "gnomon.toml").write_text('name = "held"\n')
    (tmp_path / "all.yml").write_text(
        f"{SOURCES}  probe: {{kind: count, source: cases}}\n" + "\n".join(lines) + "\n"
    )
    model = load_model(tmp_path)
    assert {model.metrics[name].spec.constant for name in held} == {(("kind", "kind"),)}
