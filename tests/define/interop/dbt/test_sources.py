from __future__ import annotations

from sqlglot import parse_one

from gnomon.base.time import Grain
from gnomon.define.source import EntityKind, TableRef, Validity


def test_read_dbt_with_semantic_model_gives_source(shop):
    orders = shop.model.sources["orders"]
    assert orders.relation == TableRef(parts=("fct_orders",))
    assert (orders.label, orders.description, orders.owner) == ("Orders", "One row an order.", "sales")
    assert orders.default_time == "ordered_at"
    assert [(e.name, e.kind, e.expr.sql()) for e in orders.entities] == [
        ("order", EntityKind.PRIMARY, "order_id"),
        ("customer", EntityKind.FOREIGN, "customer_id"),
    ]
    assert orders.location is not None
    assert str(orders.location) == "models/semantic.yml:4:5"


def test_read_dbt_with_dimensions_keeps_expression_grain_and_partition(shop):
    dims = {d.name: d for d in shop.model.sources["orders"].dimensions}
    assert {name: d.grain for name, d in dims.items()} == {
        "ordered_at": Grain.DAY, "paid_at": Grain.SECOND, "channel": None, "size": None, "ds": Grain.DAY,
    }  # fmt: skip
    assert dims["paid_at"].expr.sql() == "paid_on"
    assert dims["size"].expr == parse_one(
        "case when amount > 100 then 'large' else 'small' end", dialect="duckdb"
    )
    assert [name for name, d in dims.items() if d.is_partition] == ["ds"]
    assert dims["channel"].label == "Channel"


def test_read_dbt_with_validity_params_gives_validity_and_natural_entity(shop):
    tiers = shop.model.sources["customer_tiers"]
    assert tiers.validity == Validity(start="valid_from", end="valid_to")
    assert tiers.entities[0].kind is EntityKind.NATURAL
    assert tiers.primary_entity == "customer_tier"


def test_read_dbt_with_unique_entity_keeps_it(shop):
    assert [e.kind for e in shop.model.sources["customers"].entities] == [
        EntityKind.PRIMARY,
        EntityKind.UNIQUE,
    ]


def test_read_dbt_with_every_feature_drops_nothing(shop):
    assert (shop.dropped, shop.changed) == ((), ())


def test_read_dbt_with_time_spines_gives_calendars(shop):
    calendars = shop.model.calendars
    assert {name: (c.column, c.grain, dict(c.grains)) for name, c in calendars.items()} == {
        "days": ("ds", Grain.DAY, {"sprint": "sprint", "fiscal": "fiscal_month"}),
        "hours": ("ts", Grain.HOUR, {}),
    }


def test_read_dbt_with_tables_uses_them(read):
    found = read(
        """
        semantic_models:
          - {name: a, model: ref('x'), primary_entity: p}
          - {name: b, model: "{{ ref('pkg', 'y', v=2) }}", primary_entity: q}
          - {name: c, model: "source('raw', 'z')", primary_entity: r}
          - {name: d, model: w, primary_entity: s}
        """,
        tables={"x": "main.other"},
    )
    parts = {name: s.relation.parts for name, s in found.model.sources.items()}
    assert parts == {"a": ("main", "other"), "b": ("y_v2",), "c": ("raw", "z"), "d": ("w",)}


def test_read_dbt_with_things_that_do_not_fit_lists_them(read):
    found = read(
        """
        semantic_models:
          - name: a
            model: ref('a')
            primary_entity: p
            defaults: {agg_time_dimension: nowhere}
            colour: red
            entities:
              - {name: x, type: strange}
              - {name: y, type: foreign, expr: "1 +"}
              - {name: n, type: natural}
              - {name: z, type: foreign, role: buyer}
            dimensions:
              - {name: d, type: categorical, expr: "{{ var('x') }}"}
              - {name: t, type: time, type_params: {time_granularity: microsecond}}
              - {name: v, type: time, type_params: {time_granularity: day, validity_params: {is_start: true}}}
              - not a mapping
              - {name: m, type: categorical, config: {meta: {secret: true}}}
          - {name: off, model: ref('off'), config: {enabled: false}}
          - {name: nowhere}
          - {name: A, model: ref('again')}
        """
    )
    assert {(n.kind, n.name) for n in found.dropped} == {
        ("setting", "a.defaults.agg_time_dimension"),
        ("setting", "a.colour"),
        ("entity", "a.x"),
        ("entity", "a.y"),
        ("entity", "a.n"),
        ("setting", "a.z.role"),
        ("dimension", "a.d"),
        ("setting", "a.validity_params"),
        ("dimension", "a.dimensions[3]"),
        ("setting", "a.m.config.meta.secret"),
        ("semantic model", "off"),
        ("semantic model", "nowhere"),
        ("semantic model", "a"),
    }
    assert [(n.kind, n.name) for n in found.changed] == [("dimension", "a.t")]
    assert all(n.reason for n in found.dropped)
    assert "models/semantic.yml:" in str(found.dropped[0])


def test_read_dbt_with_primary_entity_that_is_foreign_drops_the_setting(read):
    found = read(
        """
        semantic_models:
          - {name: a, model: ref('a'), primary_entity: x, entities: [{name: x, type: foreign}]}
        """
    )
    assert found.model.sources["a"].primary_entity is None
    assert [n.name for n in found.dropped] == ["a.primary_entity"]


def test_read_dbt_with_custom_grains_that_clash_keeps_the_first(read):
    found = read(
        """
        semantic_models: [{name: a, model: ref('a'), primary_entity: p}]
        project_configuration:
          time_spine_table_configurations:
            - {location: main.spine, column_name: ds, grain: day}
          time_spines:
            - node_relation: {schema_name: main, alias: spine}
              primary_column: {name: ds, time_granularity: day}
              custom_granularities: [{name: fiscal}, {name: week}]
            - node_relation: {schema_name: main, alias: fine}
              primary_column: {name: ts, time_granularity: nanosecond}
            - node_relation: {schema_name: main, alias: other}
              primary_column: {name: ts, time_granularity: hour}
              custom_granularities: [{name: fiscal}]
        """
    )
    assert {n: dict(c.grains) for n, c in found.model.calendars.items()} == {
        "spine": {"fiscal": "fiscal"},
        "other": {},
    }
    assert [n.name for n in found.dropped] == ["spine.week", "other.fiscal", "fine"]
