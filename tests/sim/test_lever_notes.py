from __future__ import annotations

from datetime import datetime

import pytest
from sqlglot import exp, parse_one

from gnomon.app.simulate import simulate
from gnomon.sim import TABLES, Pull, World
from gnomon.sim.dimensions import list_values
from gnomon.sim.lever_names import LEVERS
from gnomon.sim.lever_notes import DELIVERY, NOTES
from gnomon.sim.levers import MOMENT
from gnomon.sim.measures import MEASURES

WORLD = World(users=150, days=2, seed=7)


def levers_of(table):
    return {
        node.expressions[0].name
        for node in table.tree.find_all(exp.Anonymous)
        if str(node.this).lower() == "lever"
    }


def test_levers_when_listed_then_each_has_a_note_a_place_and_a_measure():
    used = {name for table in TABLES for name in levers_of(table)}
    assert NOTES.keys() == LEVERS.keys()
    assert used | DELIVERY.keys() == LEVERS.keys()
    for note in NOTES.values():
        assert note.measures
        assert set(note.measures) <= MEASURES.keys()


def test_measures_when_read_then_name_a_table_and_its_columns():
    columns = {table.name: {*table.columns, "day"} for table in TABLES if table.is_stored}
    for name, measured in MEASURES.items():
        if measured.table:
            named = {c.name for c in measured.tree.find_all(exp.Column)} | {measured.time}
            assert named <= columns[measured.table], name


def pulls_of(lever, note):
    """Every dimension at once, then everything that the lever says it knows."""
    where = tuple((column, (list_values(dim, WORLD) or ("x",))[:2]) for dim, column in note.dims.items())
    since = datetime(2026, 1, 1) if note.has_time else None
    yield Pull(lever=lever, effect="multiply", value=exp.Literal.number(1), where=where, since=since)
    known = [MOMENT] if note.has_time else []
    known += ["user_id"] if note.has_user else []
    known += ["day_number", "signup_day"] if note.has_tenure else []
    known += [note.quality] if note.quality else []
    if known:
        test = " AND ".join(f"{name} IS NOT NULL" for name in known)
        value = parse_one(f"CASE WHEN {test} THEN 1 ELSE 1 END", dialect="duckdb")
        yield Pull(lever=lever, effect="multiply", value=value)


def test_levers_when_pulled_by_all_they_know_then_every_table_is_made(tmp_path):
    pulls = tuple(
        pull for lever, note in NOTES.items() if lever not in DELIVERY for pull in pulls_of(lever, note)
    )
    world = World(users=WORLD.users, days=WORLD.days, seed=7, pulls=pulls)
    made = simulate(tmp_path / "with", world)
    plain = simulate(tmp_path / "without", WORLD)
    assert {t.name: t.content for t in made.tables} == {t.name: t.content for t in plain.tables}


@pytest.mark.parametrize("lever", DELIVERY)
def test_delivery_when_pulled_then_only_the_named_table_moves(lever, tmp_path):
    pull = Pull(lever=lever, effect="add", value=exp.Literal.number(0.5), tables=("sessions",))
    world = World(users=WORLD.users, days=WORLD.days, seed=7, pulls=(pull,))
    made = simulate(tmp_path / "with", world, tables=["sessions", "searches"])
    plain = simulate(tmp_path / "without", WORLD, tables=["sessions", "searches"])
    moved = {a.name for a, b in zip(made.tables, plain.tables, strict=True) if a != b}
    assert moved == {"sessions"}
