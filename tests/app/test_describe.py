from __future__ import annotations

import pytest

from gnomon.app.describe import LineageNode, describe, describe_metric
from gnomon.base.errors import UnknownNameError
from gnomon.define.load import load_model


def test_describe_of_a_ratio_then_shows_the_way_down_to_its_source(shop):
    model = load_model(shop)
    description = describe_metric(model, model.metrics["revenue_per_buyer"])
    orders = LineageNode(name="orders", kind="source", note="data/orders.csv")
    assert description.lineage == LineageNode(
        name="revenue_per_buyer",
        kind="metric",
        note="ratio",
        inputs=(
            LineageNode(name="revenue", kind="metric", note="sum", inputs=(orders,)),
            LineageNode(name="buyers", kind="metric", note="distinct", inputs=(orders,)),
        ),
    )
    assert description.dimensions == ("ordered_at", "channel", "user.country")
    assert "numerator: revenue" in description.definition


def test_describe_of_a_metric_then_names_who_uses_it(shop):
    model = load_model(shop)
    assert describe_metric(model, model.metrics["revenue"]).used_by == ("revenue_per_buyer",)


def test_describe_of_a_source_then_names_what_is_counted_from_it(shop):
    description = describe(shop, "orders")
    assert (description.what, description.used_by) == ("source", ("revenue", "orders_placed", "buyers"))


def test_describe_of_nothing_known_then_names_the_nearest(shop):
    with pytest.raises(UnknownNameError, match=r"Did you mean revenue"):
        describe(shop, "revenu")
