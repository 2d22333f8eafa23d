from __future__ import annotations

import pytest

from gnomon.app.guess_columns import guess_columns
from gnomon.engine import Column


def guess(**types):
    return guess_columns(Column(name=name, engine_type="", type=kind) for name, kind in types.items())


def names(columns):
    return [column.name for column in columns]


def test_guess_when_there_is_a_day_and_a_moment_then_time_is_the_day():
    found = guess(created_at="timestamp", event_date="date")
    assert found.time is not None
    assert (found.time.name, found.time.grain) == ("event_date", "day")


def test_guess_when_there_is_no_time_then_says_none():
    assert guess(a="text").time is None


def test_guess_puts_people_and_amounts_first():
    found = guess(order_id="integer", customer_id="integer", width="integer", amount="decimal")
    assert names(found.entities) == ["customer", "order"]
    assert names(found.numbers) == ["amount", "width"]


def test_guess_when_a_number_is_a_flag_then_is_a_dimension():
    assert names(guess(is_click="integer").dimensions) == ["is_click"]


def test_guess_when_two_names_become_one_then_tells_them_apart():
    assert names(guess_columns([column("Größe"), column("gr e")]).dimensions) == ["gr_e", "gr_e_2"]


@pytest.mark.parametrize(
    "name, sql",
    [("amount", "amount"), ("select", '"select"'), ("a b", '"a b"'), ('q"t', '"q""t"'), ("user", '"user"')],
)
def test_guess_when_a_name_is_no_plain_column_then_quotes_it(name, sql):
    assert guess_columns([column(name)]).dimensions[0].column == sql


def column(name):
    return Column(name=name, engine_type="VARCHAR", type="text")
