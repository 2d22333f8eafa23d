"""MetricFlow's engine over a dbt folder and a DuckDB file."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import Any

import duckdb
import yaml
from metricflow.data_table.mf_table import MetricFlowDataTable
from metricflow.engine.metricflow_engine import MetricFlowEngine
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantic_interfaces.parsing.dir_to_model import (
    parse_yaml_files_to_validation_ready_semantic_manifest,
)
from metricflow_semantic_interfaces.parsing.objects import YamlConfigFile
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

__all__ = ["DuckDbClient", "build_engine", "read_manifest_documents"]


class DuckDbClient:
    """What MetricFlow asks of a warehouse, answered by one DuckDB connection."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def query(self, stmt: str, *_: object, **__: object) -> MetricFlowDataTable:
        result = self._connection.execute(stmt)
        names = [column[0] for column in result.description]
        return MetricFlowDataTable.create_from_rows(column_names=names, rows=result.fetchall())

    def execute(self, stmt: str, *_: object, **__: object) -> None:
        self._connection.execute(stmt)

    def dry_run(self, stmt: str, *_: object, **__: object) -> None:
        self._connection.execute(f"explain {stmt}")

    def close(self) -> None:
        self._connection.close()

    def render_bind_parameter_key(self, bind_parameter_key: str) -> str:
        return f"${bind_parameter_key}"


def _relation(table: str) -> dict[str, str]:
    return {"alias": table, "schema_name": "main"}


def _semantic_model(model: dict[str, Any]) -> dict[str, Any]:
    found = re.fullmatch(r"ref\('(\w+)'\)", model.pop("model"))
    if found is None:
        raise ValueError(f"model of {model['name']} is not ref('table')")
    return {"semantic_model": {**model, "node_relation": _relation(found[1])}}


def _metric(metric: dict[str, Any]) -> dict[str, Any]:
    params = metric["type_params"]
    parts = ("numerator", "denominator")
    named = {part: {"name": params[part]} for part in parts if isinstance(params.get(part), str)}
    return {**metric, "type_params": {**params, **named}}


def _time_spine(model: dict[str, Any]) -> dict[str, Any]:
    spine = model["time_spine"]
    name = spine["standard_granularity_column"]
    grain = next(column["granularity"] for column in model["columns"] if column["name"] == name)
    return {
        "node_relation": _relation(model["name"]),
        "primary_column": {"name": name, "time_granularity": grain},
        "custom_granularities": spine.get("custom_granularities", []),
    }


def read_manifest_documents(folder: Path) -> list[dict[str, Any]]:
    """Turn the dbt files below `folder` into the one-object documents of MetricFlow's parser."""
    documents: list[dict[str, Any]] = []
    spines: list[dict[str, Any]] = []
    for path in sorted(folder.rglob("*.y*ml")):
        text = Template(path.read_text(encoding="utf-8")).safe_substitute(source_schema="main")
        for content in yaml.safe_load_all(text):
            documents += [_semantic_model(model) for model in content.pop("semantic_models", [])]
            documents += [{"metric": _metric(metric)} for metric in content.pop("metrics", [])]
            documents += [{"saved_query": query} for query in content.pop("saved_queries", [])]
            spines += [_time_spine(model) for model in content.pop("models", [])]
            documents += [content] if content else []
    return [*documents, {"project_configuration": {"time_spines": spines}}] if spines else documents


def build_engine(folder: Path, connection: duckdb.DuckDBPyConnection) -> MetricFlowEngine:
    """Parse the dbt files below `folder` and give an engine that reads `connection`."""
    files = [
        YamlConfigFile(filepath=f"{number}.yaml", contents=yaml.safe_dump(document, sort_keys=False))
        for number, document in enumerate(read_manifest_documents(folder))
    ]
    manifest = parse_yaml_files_to_validation_ready_semantic_manifest(files).semantic_manifest
    return MetricFlowEngine(
        semantic_manifest_lookup=SemanticManifestLookup(manifest),
        sql_client=DuckDbClient(connection),
    )
