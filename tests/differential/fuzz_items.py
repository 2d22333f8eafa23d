"""What can be asked of a dbt folder: its metrics and the names that each can be cut and filtered by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from ruamel.yaml import YAML

JOINED_TO = {"primary", "unique", "natural"}
GRAINS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One name to group or filter by."""

    name: str
    kind: str
    grain: str = "day"
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One metric: its kind, the models below it and the names common to all of them."""

    name: str
    kind: str
    grain: str
    items: dict[str, Item]


def read_documents(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Read all models, metrics and spines of a folder, in either form."""
    found: dict[str, list[dict[str, Any]]] = {"semantic_models": [], "metrics": [], "spines": []}
    for path in sorted(folder.rglob("*.y*ml")):
        for content in YAML(typ="safe", pure=True).load_all(path.read_text(encoding="utf-8")):
            found["semantic_models"] += content.get("semantic_models", [])
            found["semantic_models"] += [content["semantic_model"]] if "semantic_model" in content else []
            found["metrics"] += content.get("metrics", [])
            found["metrics"] += [content["metric"]] if "metric" in content else []
            found["spines"] += [model["time_spine"] for model in content.get("models", [])]
            found["spines"] += content.get("project_configuration", {}).get("time_spines", [])
    return found


def name_table(model: dict[str, Any]) -> str:
    """Find the table of a model."""
    if "node_relation" in model:
        return str(model["node_relation"]["alias"])
    return re.findall(r"ref\('(\w+)'\)", model["model"])[0]


def read_values(connection: duckdb.DuckDBPyConnection, model: dict[str, Any], expr: str) -> tuple[Any, ...]:
    """Look at a few values of a column."""
    relation = name_table(model)
    rows = connection.execute(f"select distinct {expr} as v from {relation} order by v limit 200").fetchall()
    values = [row[0] for row in rows if row[0] is not None]
    return tuple(values[:: max(1, len(values) // 12)])


def primary_name(model: dict[str, Any]) -> str | None:
    """Name the entity that prefixes a model's own names."""
    named = [entity["name"] for entity in model.get("entities", []) if entity["type"] == "primary"]
    return (named or [model.get("primary_entity")])[0]


class Reach:
    """The names that each model reaches in at most two joins."""

    def __init__(self, models: list[dict[str, Any]], connection: duckdb.DuckDBPyConnection) -> None:
        self._models = {model["name"]: model for model in models}
        self._own = {name: self._read_own(model, connection) for name, model in self._models.items()}

    @staticmethod
    def _read_own(model: dict[str, Any], connection: duckdb.DuckDBPyConnection) -> list[Item]:
        items: list[Item] = []
        for dimension in model.get("dimensions", []):
            expr = str(dimension.get("expr") or dimension["name"])
            is_time = dimension["type"] == "time"
            grain = dimension.get("type_params", {}).get("time_granularity", "day") if is_time else "day"
            values = () if is_time else read_values(connection, model, expr)
            items.append(
                Item(
                    name=dimension["name"], kind="time" if is_time else "category", grain=grain, values=values
                )
            )
        for entity in model.get("entities", []):
            values = read_values(connection, model, str(entity.get("expr") or entity["name"]))
            items.append(Item(name=entity["name"], kind="entity", values=values))
        return items

    def own(self, name: str, prefix: str, without: str | None = None) -> dict[str, Item]:
        """Give a model's own names below a prefix."""
        return {
            f"{prefix}.{item.name}": Item(
                name=f"{prefix}.{item.name}", kind=item.kind, grain=item.grain, values=item.values
            )
            for item in self._own[name]
            if item.name != without
        }

    def list_items(self, name: str) -> dict[str, Item]:
        """Give every name that can be reached from a model."""
        model = self._models[name]
        items = {item.name: item for item in self._own[name] if item.kind == "entity"}
        first = primary_name(model)
        if first:
            items |= self.own(name, first, without=first)
        for entity in model.get("entities", []):
            items |= self._hop(name, entity["name"], entity["name"], hops=2)
        return items

    def _hop(self, name: str, entity: str, prefix: str, *, hops: int) -> dict[str, Item]:
        items: dict[str, Item] = {}
        for other, model in self._models.items():
            keys = {e["name"] for e in model.get("entities", []) if e["type"] in JOINED_TO}
            if other == name or entity not in keys:
                continue
            items |= self.own(other, prefix, without=entity)
            if hops > 1:
                for each in model.get("entities", []):
                    if each["name"] != entity:
                        items |= self._hop(other, each["name"], f"{prefix}.{each['name']}", hops=hops - 1)
        return items


class Shop:
    """A dbt folder as the fuzzer sees it."""

    def __init__(self, folder: Path, data: Path) -> None:
        documents = read_documents(folder)
        connection = duckdb.connect()
        connection.execute(data.read_text(encoding="utf-8"))
        self.customs = [c["name"] for s in documents["spines"] for c in s.get("custom_granularities", [])]
        self._models = documents["semantic_models"]
        self._measures = {m["name"]: model for model in self._models for m in model.get("measures", [])}
        self._metrics = {metric["name"]: metric for metric in documents["metrics"]}
        reach = Reach(self._models, connection)
        self._items = {model["name"]: reach.list_items(model["name"]) for model in self._models}
        self.metrics = [self._describe(name) for name in self._metrics]
        self.metrics += [
            self._of_measures(name, "+".join(self._kinds(name)), [name])
            for name, model in self._measures.items()
            if name not in self._metrics
            and next(m for m in model["measures"] if m["name"] == name).get("create_metric")
        ]

    def _describe(self, name: str) -> Asked:
        return self._of_measures(name, "+".join(self._kinds(name)), self._inputs(name))

    def _kinds(self, name: str) -> list[str]:
        """List a metric's kind and what else stands below it."""
        metric = self._metrics.get(name)
        if metric is None:
            is_snapshot = any("non_additive" in str(m) for m in self._measure(name))
            return ["simple", *(["snapshot"] if is_snapshot else [])]
        params = metric["type_params"]
        found = [metric["type"]]
        found += ["offset"] if "offset" in str(params) else []
        found += ["fill"] if "timespine" in str(params) or "fill_nulls" in str(params) else []
        below = [params.get("measure"), params.get("numerator"), params.get("denominator")]
        below += params.get("metrics", [])
        for value in below:
            if value and (inner := value if isinstance(value, str) else value["name"]) != name:
                kinds = self._kinds(inner)
                is_moved = isinstance(value, dict) and "offset" in str(value)
                found += ["nested"] if is_moved and kinds[0] in {"derived", "ratio", "conversion"} else []
                found += [kind for kind in kinds if kind not in {"simple", "derived", "ratio"}]
        return list(dict.fromkeys(found))

    def _measure(self, name: str) -> list[dict[str, Any]]:
        measures = self._measures[name]["measures"] if name in self._measures else []
        return [measure for measure in measures if measure["name"] == name]

    def _of_measures(self, name: str, kind: str, inputs: list[str]) -> Asked:
        below = [self._of_input(each) for each in inputs]
        common = set.intersection(*(set(self._items[model]) for model, _ in below))
        items = {key: item for key, item in self._items[below[0][0]].items() if key in common}
        grain = max((grain for _, grain in below), key=GRAINS.index)
        return Asked(name=name, kind=kind, grain=grain, items=items)

    def _of_input(self, name: str) -> tuple[str, str]:
        if name in self._measures:
            model = self._measures[name]
            measure = next(m for m in model["measures"] if m["name"] == name)
            time = measure.get("agg_time_dimension") or model["defaults"]["agg_time_dimension"]
        else:
            params = self._metrics[name]["type_params"]["metric_aggregation_params"]
            model = next(m for m in self._models if m["name"] == params["semantic_model"])
            time = params.get("agg_time_dimension") or model["defaults"]["agg_time_dimension"]
        dimension = next(d for d in model["dimensions"] if d["name"] == time)
        return model["name"], dimension["type_params"]["time_granularity"]

    def _inputs(self, name: str) -> list[str]:
        """List the measures, or metrics without one, below a metric."""
        if name not in self._metrics:
            return [name]
        params = self._metrics[name]["type_params"]
        if "metric_aggregation_params" in params:
            return [name]
        found: list[str] = []
        conversion = params.get("conversion_type_params", {})
        cumulative = params.get("cumulative_type_params", {})
        named = [value for value in (params.get("measure"), conversion.get("base_measure")) if value]
        found += [value if isinstance(value, str) else value["name"] for value in named]
        inner = [conversion.get("base_metric"), cumulative.get("metric")]
        inner += [params.get("numerator"), params.get("denominator"), *params.get("metrics", [])]
        for value in inner:
            if value:
                found += self._inputs(value if isinstance(value, str) else value["name"])
        return found
