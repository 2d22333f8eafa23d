from __future__ import annotations

import duckdb
import pytest
from sqlglot import parse_one

from gnomon.base.errors import InternalError
from gnomon.sim.functions import replace_functions

N = 200_000


def run(sql, *, seed=1, table="t"):
    tree = replace_functions(parse_one(sql, dialect="duckdb"), seed=seed, table=table)
    return duckdb.connect().execute(tree.sql("duckdb")).fetchall()


def draw(expression, *, seed=1, table="t"):
    sql = f"SELECT {expression} FROM (SELECT i, u('x', i) AS u_x FROM range({N}) AS r(i)) AS q"
    return [row[0] for row in run(sql, seed=seed, table=table)]


def moments(expression):
    inner = f"SELECT {expression} AS x FROM (SELECT u('x', i) AS u_x FROM range({N}) AS r(i)) AS q"
    return run(f"SELECT avg(x), var_pop(x) FROM ({inner}) AS p")[0]


def test_uniform_when_pinned_then_never_changes():
    (row,) = run("SELECT u('salt', 1), u('salt', 2, 3), mix('salt', 1), mix('salt', 4294967297)", seed=7)
    assert row[:2] == pytest.approx((0.07451101450715214, 0.29825617966707796), rel=1e-15)
    assert row[2] == row[3] == 320022370  # keys count by their low 32 bits


def test_uniform_has_the_mean_and_variance_of_a_uniform():
    mean, variance = moments("u_x")
    assert mean == pytest.approx(0.5, abs=0.003)
    assert variance == pytest.approx(1 / 12, abs=0.001)


def test_uniform_of_neighbours_salts_and_seeds_then_is_unrelated():
    (found,) = run(
        f"""SELECT corr(a, b), corr(a, c), corr(a, d) FROM (
            SELECT u('x', i) AS a, u('x', i + 1) AS b, u('y', i) AS c, u('x', i, 1) AS d
            FROM range({N}) AS r(i)) AS q"""
    )
    assert max(abs(value) for value in found) < 0.01
    assert draw("u_x", seed=2)[:3] != draw("u_x", seed=1)[:3]


def test_salt_when_it_has_no_slash_then_belongs_to_its_table():
    shared = "SELECT u('users/x', 5)"
    assert run("SELECT u('x', 5)", table="a") != run("SELECT u('x', 5)", table="b")
    assert run(shared, table="a") == run(shared, table="b")


@pytest.mark.parametrize(
    "expression, mean, variance",
    [
        ("gauss(u_x)", 0.0, 1.0),
        ("geometric(u_x, 2.5)", 2.5, 8.75),
        ("poisson(u_x, 2.0)", 2.0, 2.0),
        ("poisson(u_x, 30.0)", 30.0, 30.0),
        ("ln(lognormal(u_x, 1.0, 0.5))", 1.0, 0.25),
    ],
)
def test_distribution_has_its_mean_and_variance(expression, mean, variance):
    found = moments(expression)
    assert found[0] == pytest.approx(mean, abs=0.03 * variance**0.5 + 0.01)
    assert found[1] == pytest.approx(variance, rel=0.03)


def test_pick_takes_values_by_their_shares():
    values = draw("pick(u_x, 'a', 0.2, 'b', 0.5, 'c', 0.3)")
    assert [round(values.count(v) / N, 2) for v in "abc"] == [0.2, 0.5, 0.3]


def test_label_of_a_case_or_a_column_keeps_its_text():
    case = "label(CASE WHEN u_x < 0.5 THEN 'low' ELSE 'high' END, 'low', 'high')"
    assert set(draw(case)) == {"low", "high"}
    assert set(draw("label(concat('n', i % 2), 'n0', 'n1')")) == {"n0", "n1"}


@pytest.mark.parametrize(
    "expression", ["pick(u('x', 1), 'a', 1.0)", "pick(u_x, 'a', 0.3, 'b', 0.3)", "poisson(u_x + 1, 2.0)"]
)
def test_function_when_misused_then_is_a_fault_of_ours(expression):
    with pytest.raises(InternalError):
        run(f"SELECT {expression} FROM q")
