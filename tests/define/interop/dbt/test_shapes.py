"""The same small model in every shape of dbt must give the same model."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from gnomon.base.errors import DefinitionError
from gnomon.define.interop.dbt import read_dbt
from tests.define.interop.dbt.conftest import without_places

SHAPES = Path(__file__).parent / "shapes"
LEGACY = (SHAPES / "legacy.yml").read_text(encoding="utf-8")

LATEST = (SHAPES / "latest.yml").read_text(encoding="utf-8")

DOCUMENTS = (SHAPES / "documents.yml").read_text(encoding="utf-8")


def simple(name, rows, *, expr, **more):
    """A simple metric as dbt's manifest spells it, empty keys and leftovers of measures included."""
    return {
        "name": name,
        "label": None,
        "description": None,
        "type": "simple",
        "filter": None,
        "metadata": None,
        "config": {"meta": {}},
        "time_granularity": None,
        **{k: more.pop(k) for k in ("label", "filter") if k in more},
        "type_params": {
            "measure": {"name": name, "filter": None, "alias": None},
            "input_measures": [{"name": name}],
            "expr": expr,
            "numerator": None,
            "window": None,
            "is_private": False,
            "metric_aggregation_params": {"semantic_model": "orders", "agg_params": None, **rows},
            **more,
        },
    }


def manifest():
    model = {
        "name": "orders",
        "description": "One row an order.",
        "node_relation": {"alias": "orders", "schema_name": "main", "relation_name": '"main"."orders"'},
        "defaults": {"agg_time_dimension": "ordered_at"},
        "primary_entity": None,
        "metadata": {"repo_file_path": "models/orders.yml", "file_slice": {"start_line_number": 3}},
        "entities": [
            {"name": "order", "type": "primary", "expr": "order_id", "role": None},
            {"name": "customer", "type": "foreign", "expr": "customer_id"},
            {"name": "buyer", "type": "foreign", "expr": "lower(customer_id)"},
        ],
        "dimensions": [
            {
                "name": "ordered_at",
                "type": "time",
                "type_params": {"time_granularity": "day", "validity_params": None},
            },
            {
                "name": "status",
                "type": "categorical",
                "expr": "order_status",
                "label": "Status",
                "type_params": None,
            },
            {"name": "size", "type": "categorical", "expr": "case when amount > 9 then 'L' end"},
        ],
        "measures": [],
    }
    done = {"where_filters": [{"where_sql_template": "{{ Dimension('order__status') }} = 'done'"}]}
    discrete = {"percentile": 0.95, "use_discrete_percentile": True, "use_approximate_percentile": False}
    last = {"name": "ordered_at", "window_choice": "max", "window_groupings": ["customer"]}
    orders = {"name": "orders", "filter": None, "alias": None}
    week = {"count": 7, "granularity": "day"}
    metrics = [
        simple(
            "revenue",
            {"agg": "sum"},
            expr="amount",
            label="Revenue",
            filter=done,
            fill_nulls_with=0,
            join_to_timespine=True,
        ),
        simple("orders", {"agg": "count"}, expr="1"),
        simple("p95", {"agg": "percentile", "agg_params": discrete}, expr="amount"),
        simple("stock", {"agg": "sum", "non_additive_dimension": last}, expr="stock"),
        {
            "name": "aov",
            "type": "ratio",
            "type_params": {"numerator": {"name": "revenue"}, "denominator": orders},
        },
        {
            "name": "growth",
            "type": "derived",
            "type_params": {
                "expr": "now - before",
                "metrics": [
                    {"name": "orders", "alias": "now"},
                    {"name": "orders", "alias": "before", "offset_window": week},
                ],
            },
        },
        {
            "name": "orders_7d",
            "type": "cumulative",
            "type_params": {
                "measure": orders,
                "window": week,
                "cumulative_type_params": {
                    "window": week,
                    "period_agg": "first",
                    "grain_to_date": None,
                    "metric": orders,
                },
            },
        },
        {
            "name": "again",
            "type": "conversion",
            "type_params": {
                "conversion_type_params": {
                    "entity": "customer",
                    "base_measure": orders,
                    "base_metric": orders,
                    "conversion_measure": orders,
                    "conversion_metric": orders,
                    "window": week,
                    "calculation": "conversions",
                    "constant_properties": None,
                }
            },
        },
    ]
    return {
        "semantic_models": [model],
        "metrics": metrics,
        "saved_queries": [],
        "project_configuration": {
            "time_spines": [],
            "dsi_package_version": {"major_version": "0"},
            "metadata": None,
        },
    }


@pytest.fixture
def legacy(tmp_path):
    folder = tmp_path / "legacy"
    folder.mkdir()
    (folder / "models.yml").write_text(LEGACY)
    return read_dbt(folder, root=tmp_path)


def test_read_dbt_with_legacy_yaml_drops_nothing(legacy):
    assert (legacy.dropped, legacy.changed) == ((), ())
    assert set(legacy.model.metrics) == {
        "revenue",
        "orders",
        "p95",
        "stock",
        "aov",
        "growth",
        "orders_7d",
        "again",
    }


def test_read_dbt_with_latest_yaml_gives_the_same_model(legacy, read):
    latest = read(LATEST)
    assert (latest.dropped, latest.changed) == ((), ())
    assert without_places(latest.model.sources) == without_places(legacy.model.sources)
    assert without_places(latest.model.metrics) == without_places(legacy.model.metrics)


def test_read_dbt_with_one_object_documents_gives_the_same_model(legacy, read):
    found = read(DOCUMENTS, variables={"schema_of_tests": "main"})
    assert (found.dropped, found.changed) == ((), ())
    assert found.model.sources["orders"].relation.parts == ("main", "orders")
    assert found.model.calendars["days"].relation.parts == ("main", "days")
    assert without_places(found.model.metrics) == without_places(legacy.model.metrics)


def test_read_dbt_with_schema_that_nobody_gave_leaves_it_out_and_says_so(read):
    found = read(DOCUMENTS)
    assert found.model.sources["orders"].relation.parts == ("orders",)
    assert [n.name for n in found.changed] == ["$schema_of_tests.orders", "$schema_of_tests.days"]


@pytest.mark.parametrize("place", ["semantic_manifest.json", "target/semantic_manifest.json"])
def test_read_dbt_with_manifest_gives_the_same_model(legacy, tmp_path, place):
    file = tmp_path / "built" / place
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(manifest()))
    found = read_dbt(tmp_path / "built", root=tmp_path)
    assert (found.dropped, found.changed) == ((), ())
    assert found.model.sources["orders"].relation.parts == ("main", "orders")
    assert str(found.model.sources["orders"].location) == "models/orders.yml:3"
    assert without_places(found.model.metrics) == without_places(legacy.model.metrics)


def test_read_dbt_with_manifest_file_reads_it(tmp_path):
    file = tmp_path / "m.json"
    file.write_text(json.dumps(manifest()))
    assert set(read_dbt(file, root=tmp_path).model.sources) == {"orders"}


def test_read_dbt_with_yaml_and_manifest_takes_only_the_tables_from_it(tmp_path):
    (tmp_path / "models.yml").write_text(LEGACY)
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "semantic_manifest.json").write_text(json.dumps(manifest()))
    found = read_dbt(tmp_path, root=tmp_path)
    assert found.model.sources["orders"].relation.parts == ("main", "orders")
    assert [(n.kind, n.name) for n in found.changed] == [("manifest", "semantic_manifest.json")]


def test_read_dbt_with_model_paths_reads_only_those(tmp_path):
    (tmp_path / "dbt_project.yml").write_text(
        "name: My Shop\nmodel-paths: [marts]\nmetrics: {+enabled: true}\n"
    )
    for folder in ("marts", "other", "dbt_packages"):
        (tmp_path / folder).mkdir()
        model = f"semantic_models: [{{name: {folder}, model: ref('x'), primary_entity: p}}]\n"
        (tmp_path / folder / "m.yaml").write_text(model)
    found = read_dbt(tmp_path, root=tmp_path)
    assert (found.model.settings.name, list(found.model.sources)) == ("my_shop", ["marts"])
    assert [n.name for n in found.dropped] == ["dbt_project.metrics"]


def test_read_dbt_with_inline_model_that_is_off_leaves_it_out(read):
    found = read(
        """
        metrics: [{name: x, type: ratio}]
        models:
          - {name: a, semantic_model: false}
          - {name: b, semantic_model: {enabled: false}}
          - name: c
            semantic_model: true
            primary_entity: p
            columns: [{name: d, dimension: categorical}, {name: e, entity: foreign}]
        """
    )
    assert list(found.model.sources) == ["c"]
    assert [e.name for e in found.model.sources["c"].entities] == ["e"]
    assert [n.name for n in found.dropped if n.kind == "semantic model"] == ["a", "b"]


@pytest.mark.parametrize(
    "name,text,message",
    [
        ("models.yml", "semantic_models: [", "no YAML"),
        ("models.yml", "semantic_models:\n  a: 1\n  a: 2\n", "no YAML"),
        ("semantic_manifest.json", "{", "no JSON"),
        ("semantic_manifest.json", "[1]", "no semantic manifest"),
        ("models.yml", "models: [{name: metrics_of_nothing}]", "Nothing below"),
    ],
)
def test_read_dbt_with_file_that_cannot_be_read_refuses(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(DefinitionError, match=message) as error:
        read_dbt(tmp_path, root=tmp_path)
    assert error.value.code == "DEF-180"


def test_read_dbt_with_bytes_that_are_no_text_refuses(tmp_path):
    (tmp_path / "models.yml").write_bytes(b"metrics: \xff\xfe")
    with pytest.raises(DefinitionError, match="not UTF-8"):
        read_dbt(tmp_path, root=tmp_path)


def test_read_dbt_with_missing_folder_refuses(tmp_path):
    with pytest.raises(DefinitionError, match="There is no"):
        read_dbt(tmp_path / "nowhere", root=tmp_path)


def test_read_dbt_with_files_of_no_semantics_does_not_look_inside(tmp_path):
    (tmp_path / "broken.yml").write_text("{% if x %}: [")
    (tmp_path / "models.yml").write_text(dedent(LEGACY))
    assert "orders" in read_dbt(tmp_path, root=tmp_path).model.sources


def test_read_dbt_with_other_dialect_turns_expressions_into_ours(read):
    found = read(
        """
        semantic_models:
          - name: a
            model: ref('a')
            primary_entity: p
            dimensions:
              - {name: d, type: categorical, expr: "IFF(x > 1, `y z`, NULL)"}
              - {name: e, type: categorical, expr: "IF(x > 1, `y z`, NULL)"}
        """,
        dialect="bigquery",
    )
    exprs = {d.name: d.expr.sql(dialect="duckdb") for d in found.model.sources["a"].dimensions}
    assert exprs["e"] == 'CASE WHEN x > 1 THEN "y z" ELSE NULL END'
