"""The contract suite has teeth: each seeded fault is caught by the check that stands for it."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from sqlglot import exp

import gnomon.engine.duckdb as subject
from gnomon.engine import open_engine
from gnomon.testing.engine_cases import GOLDEN_CASES
from gnomon.testing.engines import engine_checks

CHECKS = {check.__name__: check for check in engine_checks()}


class Faulty:
    """A sound engine with one fault on its way in or out."""

    def __init__(self, engine, fault):
        self._engine = engine
        self._fault = fault

    def __getattr__(self, name):
        return getattr(self._engine, name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._engine.close()

    def execute(self, tree, params=None):
        return self._fault(self._engine, tree, params or {})


def _approximate_distinct(engine, tree, params):
    def swap(node):
        if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
            return exp.ApproxDistinct(this=node.this.expressions[0])
        return node

    return engine.execute(tree.transform(swap), params)


def _approximate_percentile(engine, tree, params):
    def swap(node):
        if isinstance(node, exp.WithinGroup):
            return exp.ApproxQuantile(this=node.expression.expressions[0].this, quantile=node.this.this)
        return node

    return engine.execute(tree.transform(swap), params)


def _forget_zone(engine, tree, params):
    return engine.execute(tree.transform(lambda n: n.this if isinstance(n, exp.AtTimeZone) else n), params)


def _plain_equality(engine, tree, params):
    def swap(node):
        return (
            exp.EQ(this=node.this, expression=node.expression) if isinstance(node, exp.NullSafeEQ) else node
        )

    return engine.execute(tree.transform(swap), params)


def _drop_filter(engine, tree, params):
    return engine.execute(tree.transform(lambda n: n.this if isinstance(n, exp.Filter) else n), params)


def _ignore_null_order(engine, tree, params):
    def swap(node):
        if isinstance(node, exp.Ordered):
            node.set("nulls_first", None)
        return node

    return engine.execute(tree.transform(swap), params)


def _as_float(engine, tree, params):
    result = engine.execute(tree, params)
    columns = [c.cast(pa.float64()) if pa.types.is_decimal(c.type) else c for c in result.table.columns]
    return type(result)(
        table=pa.table(columns, names=result.table.column_names),
        **{name: getattr(result, name) for name in ("seconds", "rows_scanned", "bytes_scanned", "sql")},
    )


def _ascii_only(engine, tree, params):
    def swap(node):
        if isinstance(node, exp.Literal) and node.is_string:
            return exp.Literal.string(node.name.encode("ascii", "ignore").decode())
        return node

    return engine.execute(tree.transform(swap), params)


def _paste_values(engine, tree, params):
    def swap(node):
        return exp.to_identifier(str(params[node.name])) if isinstance(node, exp.Placeholder) else node

    return engine.execute(tree.transform(swap))


def _never_time_out(engine, tree, params):
    time.sleep(2.5)
    return engine.execute(tree, params)


@pytest.mark.parametrize(
    "fault, check",
    [
        (_approximate_distinct, "distinct_count_of_many_is_exact"),
        (_approximate_percentile, "percentile_continuous_of_many_is_exact"),
        (_forget_zone, "days_of_23_hours_are_counted_whole"),
        (_forget_zone, "days_of_25_hours_are_counted_whole"),
        (_plain_equality, "full_outer_join_meets_null_keys"),
        (_drop_filter, "filter_clause_drops_null_conditions"),
        (_ignore_null_order, "nulls_first_and_last_are_obeyed"),
        (_as_float, "integers_beyond_53_bits_keep_every_digit"),
        (_as_float, "decimals_add_up_to_the_last_digit"),
        (_ascii_only, "text_of_any_script_survives"),
        (_paste_values, "values_are_bound_and_never_read_as_sql"),
        (_never_time_out, "stops_at_time_limit"),
    ],
    ids=lambda part: part if isinstance(part, str) else part.__name__,
)
def test_suite_when_an_engine_has_a_fault_then_its_check_fails(fault, check):
    def factory(*, project_dir=Path(), **options):
        return Faulty(open_engine("duckdb:///:memory:", project_dir=project_dir, **options), fault)

    with pytest.raises(Exception):  # noqa: B017, PT011 - some faults break the answer, some the query
        CHECKS[check](factory)


@pytest.mark.parametrize("check", ["refuses_writes", "refuses_undeclared_files"])
def test_suite_when_the_gate_is_open_then_checks_fail(monkeypatch, check):
    monkeypatch.setattr(subject, "check_query", lambda *_, **__: None)
    with pytest.raises(Exception):  # noqa: B017, PT011 - DuckDB's own wall may answer with its own words
        CHECKS[check](partial(open_engine, "duckdb:///:memory:", project_dir=Path()))


def test_suite_when_an_engine_calls_an_operation_missing_then_passes_it_over():
    class Lesser(Faulty):
        @property
        def capabilities(self):
            from dataclasses import replace

            from gnomon.engine import Ability

            return replace(
                self._engine.capabilities, distinct_count=Ability(level="approximate", error="2 %")
            )

    def factory(*, project_dir=Path(), **options):
        return Lesser(
            open_engine("duckdb:///:memory:", project_dir=project_dir, **options), _approximate_distinct
        )

    CHECKS["distinct_count_of_many_is_exact"](factory)


def test_golden_cases_when_listed_then_cover_every_exact_ability():
    engine = open_engine("duckdb:///:memory:", project_dir=Path())
    engine.close()
    slots = type(engine.capabilities).__slots__
    exact = {name for name in slots if getattr(engine.capabilities, name).level == "exact"} - {"memory_limit"}
    assert exact == {case.ability for case in GOLDEN_CASES if case.ability}
