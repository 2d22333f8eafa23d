from __future__ import annotations

from datetime import date

import pytest
from sqlglot import exp

from gnomon.base.errors import InputError, UnknownNameError
from gnomon.sim import TABLES, World, check_world, choose_tables, plan_steps, table_tree
from gnomon.sim.functions import FUNCTIONS

WORLD = World(users=1_000_500, days=3, seed=7)


def test_tables_when_one_is_wanted_then_what_it_reads_stands_before_it():
    names = [table.name for table in choose_tables(["ads"])]
    assert names.index("views") < names.index("ads")
    assert "messages" not in names


def test_tables_when_none_is_named_then_all_come():
    assert {t.name for t in TABLES} == {t.name for t in choose_tables()}
    assert len({t.name for t in TABLES}) == len(TABLES)


def test_table_when_unknown_or_only_a_step_then_is_refused():
    for name, near in (("viws", "views"), ("plays", "deploys")):
        with pytest.raises(UnknownNameError, match=near):
            choose_tables([name])


def test_steps_cover_every_user_and_day_once():
    steps = [s for s in plan_steps(WORLD, choose_tables(["views"])) if s.table.name == "views"]
    cells = [
        (u, d)
        for s in steps
        for u in (s.chunk.first, s.chunk.end - 1)
        for d in range(s.batch.first, s.batch.end)
    ]
    assert len(cells) == len(set(cells))
    assert sum((s.chunk.end - s.chunk.first) * (s.batch.end - s.batch.first) for s in steps) == 3 * 1_000_500


def test_steps_forget_each_table_of_a_round_once_and_after_its_last_reader():
    open_tables: set[str] = set()
    for step in plan_steps(World(users=1000, days=2), choose_tables()):
        if step.table.scope in ("daily", "chunk_daily"):
            open_tables.add(step.table.name)
        by_scope = {t.name for t in TABLES if t.scope == step.table.scope}
        if step.table.scope in ("daily", "chunk_daily"):
            assert step.table.reads() & by_scope <= open_tables
        assert set(step.done) <= open_tables
        open_tables -= set(step.done)
    assert not open_tables


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_tree_of_a_table_when_finished_then_holds_no_pseudo_function_or_placeholder(table):
    tree = table_tree(table, World(users=1000, days=2))
    left = [
        n.name
        for n in tree.find_all(exp.Anonymous)
        if str(n.this).lower() in {*FUNCTIONS, "lever", "version_name"}
    ]
    assert (left, list(tree.find_all(exp.Placeholder))) == ([], [])


@pytest.mark.parametrize("table", [t for t in TABLES if t.is_stored], ids=lambda t: t.name)
def test_stored_table_names_its_key_and_time_among_its_columns(table):
    hidden = {c for c in table.tree.named_selects if c.startswith("_")}
    assert table.key
    assert {*table.key} <= {*table.columns} | hidden
    assert table.time is None or table.time in table.columns
    assert (table.time is None) == (table.scope == "static")


@pytest.mark.parametrize(
    "world",
    [World(users=99, days=1), World(users=1000, days=0), World(users=1000, days=1, seed=-1)],
    ids=["users", "days", "seed"],
)
def test_world_when_out_of_range_then_is_refused(world):
    with pytest.raises(InputError, match=r"must be between .* \[SIM-801\]"):
        check_world(world)


def test_world_ends_the_day_after_its_last():
    assert World(users=1000, days=28, start=date(2026, 2, 1)).end == date(2026, 3, 1)
