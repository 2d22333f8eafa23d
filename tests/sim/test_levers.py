from __future__ import annotations

from datetime import datetime

import pytest
from sqlglot import exp, parse_one

from gnomon.base.errors import InternalError, UnknownNameError
from gnomon.sim.lever_names import LEVERS
from gnomon.sim.levers import Pull, pull_levers
from gnomon.sim.table import read_tree
from gnomon.sim.tables import TABLES

TWO = exp.Literal.number(2)


def pull(sql, *pulls, table="t"):
    return pull_levers(parse_one(sql, dialect="duckdb"), pulls, table=table).sql("duckdb")


def test_lever_when_nobody_pulls_then_is_its_expression():
    assert pull("SELECT lever('watch', 5.0, q) FROM q") == "SELECT 5.0 FROM q"


def test_lever_when_pulled_for_a_slice_and_a_time_then_changes_only_there():
    moment = datetime(2026, 2, 1, 6)
    found = pull(
        "SELECT lever('watch', 5.0, q, started_at) FROM q",
        Pull(lever="watch", effect="add", value=TWO, where=(("country", ("DE", "FR")),), since=moment),
    )
    assert found == (
        "SELECT CASE WHEN q.country IN ('DE', 'FR') AND q.started_at >= CAST('2026-02-01 06:00:00' AS TIMESTAMP) "
        "THEN (5.0) + (2) ELSE 5.0 END FROM q"
    )


def test_lever_when_pulled_twice_then_the_second_works_on_the_first():
    twice = (Pull(lever="watch", effect="multiply", value=TWO), Pull(lever="watch", effect="add", value=TWO))
    assert pull("SELECT lever('watch', 5.0, q) FROM q", *twice) == "SELECT ((((5.0) * (2))) + (2)) FROM q"


def test_lever_when_its_value_names_columns_then_they_are_those_of_its_relation():
    value = parse_one("quality * 2", dialect="duckdb")
    found = pull("SELECT lever('watch', 5.0, q) FROM q", Pull(lever="watch", effect="replace", value=value))
    assert found == "SELECT ((q.quality * 2)) FROM q"


def test_lever_when_pulled_for_other_tables_then_stays():
    other = Pull(lever="late_share", effect="multiply", value=TWO, tables=("views",))
    assert pull("SELECT lever('late_share', 0.1, q)", other) == "SELECT 0.1"


def test_lever_when_unknown_then_names_the_nearest():
    with pytest.raises(UnknownNameError, match="crash_share"):
        pull("SELECT 1", Pull(lever="crash_shar", effect="add", value=TWO))
    with pytest.raises(InternalError, match="not described"):
        pull("SELECT lever('nope', 1)")


def test_levers_of_the_tables_and_of_the_list_are_the_same():
    files = {name for table in TABLES for name in (table.name, *table.inline)}
    used = {
        node.expressions[0].name
        for name in files
        for node in read_tree(name).find_all(exp.Anonymous)
        if str(node.this).lower() == "lever"
    }
    delivery = {"late_share", "lost_share", "twice_share", "landing_delay"}
    assert used | delivery == set(LEVERS)
