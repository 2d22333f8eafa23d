from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from ruamel.yaml import YAML

from gnomon.base.errors import GnomonError
from tests.oracles.read_cases import read_cases
from tests.oracles.tables import HERE

# Both sides run on one DuckDB: only the order of additions may differ.
TOLERANCE = 1e-9
CASES = read_cases()
OPEN = YAML(typ="safe", pure=True).load(HERE / "open.yaml") or {}


def is_same(asked, wanted):
    """Tell whether two cells agree in type and value; floats may differ by the tolerance."""
    if isinstance(asked, float) and isinstance(wanted, float):
        return math.isclose(asked, wanted, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return type(asked) is type(wanted) and asked == wanted


def settle(value):
    """Give a whole number of any width, and an instant in any zone, one form."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0:
        return int(value)
    return value


def rows_of_answer(case, answer):
    names = [key.name for key in answer.keys]
    for metric in answer.metrics:
        names.append(metric.name)
        if case.ends:
            names += [name for name in (metric.low_column, metric.high_column) if name]
        if case.details:
            names += [metric.n_column, metric.complete_column, *(column for _, column in metric.comparisons)]
    columns = [column.to_pylist() for column in answer.data.select(names).columns]
    return [tuple(map(settle, row)) for row in zip(*columns, strict=True)]


def rows_of_sql(case, connection):
    views = ", ".join(f"{name} as ({sql})" for name, sql in case.views.items())
    sql = case.sql.strip()
    if views:
        is_with = sql.lower().startswith("with ")
        sql = f"with {views}{', ' + sql[5:] if is_with else ' ' + sql}"
    columns = [column.to_pylist() for column in connection.sql(sql).to_arrow_table().columns]
    return [tuple(map(settle, row)) for row in zip(*columns, strict=True)]


def describe_gaps(asked, wanted, *, is_ordered):
    """Say which rows are only on one side; nothing if both have the same rows."""
    if is_ordered:
        pairs = list(zip(asked, wanted, strict=False))
        gaps = [f"{a} is not {b}" for a, b in pairs if not is_same_row(a, b)]
        return gaps if len(asked) == len(wanted) else [f"{len(asked)} rows, not {len(wanted)}", *gaps]
    left, rest = [], list(wanted)
    for row in asked:
        found = next((i for i, other in enumerate(rest) if is_same_row(row, other)), None)
        if found is None:
            left.append(row)
        else:
            del rest[found]
    return [f"only asked: {row}" for row in left] + [f"only by SQL: {row}" for row in rest]


def is_same_row(asked, wanted):
    return len(asked) == len(wanted) and all(map(is_same, asked, wanted))


def check(case, projects, plain):
    answer = projects[case.project].ask(**case.arguments())
    asked, wanted = rows_of_answer(case, answer), rows_of_sql(case, plain)
    gaps = describe_gaps(asked, wanted, is_ordered=case.is_ordered)
    if gaps:
        shown = "\n".join(gaps[:40])
        pytest.fail(f"{len(asked)} rows asked, {len(wanted)} by SQL\n{shown}\n\n{answer.sql}", pytrace=False)


def test_cases_when_read_then_their_names_differ():
    twice = [name for name, count in Counter(case.name for case in CASES).items() if count > 1]
    assert not twice


def test_open_cases_when_listed_then_they_exist_and_say_why():
    assert set(OPEN) <= {case.name for case in CASES}
    assert all(len(reason) > 40 for reason in OPEN.values())


@pytest.mark.parametrize("case", [c for c in CASES if c.sql], ids=lambda c: c.name)
def test_rows_of_a_question_when_a_person_wrote_the_sql_then_they_agree(case, projects, plain):
    if case.name in OPEN:
        with pytest.raises((pytest.fail.Exception, GnomonError)):
            check(case, projects, plain)
    else:
        check(case, projects, plain)


@pytest.mark.parametrize("case", [c for c in CASES if c.code], ids=lambda c: c.name)
def test_question_when_it_has_no_right_answer_then_it_is_refused_in_words(case, projects):
    if case.name in OPEN:
        assert projects[case.project].ask(**case.arguments())
        return
    with pytest.raises(GnomonError) as caught:
        projects[case.project].ask(**case.arguments())
    assert caught.value.code == case.code
    assert case.says in str(caught.value)
