from __future__ import annotations

import pytest

from gnomon.app.saved_question import fill_saved
from gnomon.base.errors import UnknownNameError
from gnomon.define.load import load_model

NOTHING = {"metrics": (), "by": (), "grain": None, "where": None, "order_by": (), "limit": None, "last": None}


def test_fill_saved_when_nothing_else_is_given_then_takes_all_of_it(shop):
    asked = fill_saved(load_model(shop), "weekly_revenue", NOTHING)
    assert asked["metrics"] == ("revenue", "orders_placed")
    assert (asked["by"], asked["grain"], asked["last"]) == (("channel",), "week", None)


def test_fill_saved_when_a_part_is_given_then_that_one_wins(shop):
    asked = fill_saved(load_model(shop), "weekly_revenue", {**NOTHING, "grain": "day", "last": "7d"})
    assert (asked["grain"], asked["last"]) == ("day", "7d")


def test_fill_saved_when_unknown_then_names_the_nearest(shop):
    with pytest.raises(UnknownNameError, match="Did you mean weekly_revenue"):
        fill_saved(load_model(shop), "weekly_revenu", NOTHING)
