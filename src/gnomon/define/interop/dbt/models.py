"""Semantic models, standing alone or written inside a dbt model, in the frozen form."""

from __future__ import annotations

from collections.abc import Mapping

from gnomon.define.interop.dbt.config import read_config
from gnomon.define.interop.dbt.metrics import read_metric, read_rows
from gnomon.define.interop.dbt.names import legal_name
from gnomon.define.interop.dbt.notes import Body
from gnomon.define.interop.dbt.plain import as_mapping
from gnomon.define.interop.dbt.relations import Relations
from gnomon.define.interop.dbt.spec import DbtDimension, DbtEntity, DbtMeasure, DbtMetric, DbtModel

__all__ = ["read_inline_model", "read_model"]


def read_model(body: Body, relations: Relations) -> DbtModel | None:
    """Read one entry of ``semantic_models``; None if it is switched off or has no table."""
    written = body.text("name")
    name = legal_name(written)
    config = read_config(body, keep=("owner",))
    relation = relations.of_model(body, written)
    if config.is_off or relation is None:
        reason = "it is switched off in dbt" if config.is_off else "it names no dbt model to read from"
        body.ledger.drop("semantic model", body.name, reason, body.location)
        return None
    defaults = body.part("defaults")
    model = DbtModel(
        name=name,
        relation=relation,
        primary_entity=_name(body.text("primary_entity")),
        default_time=_name(defaults.text("agg_time_dimension")),
        entities=tuple(_entity(each, meta=config.meta) for each in body.parts("entities", "entity")),
        dimensions=tuple(
            _dimension(each, meta=config.meta) for each in body.parts("dimensions", "dimension")
        ),
        measures=tuple(_measure(each, name, config.meta) for each in body.parts("measures", "measure")),
        owner=config.owner,
        label=body.text("label"),
        description=body.text("description"),
        location=body.location,
    )
    defaults.finish()
    body.ignore("metadata")
    body.finish()
    return model


def read_inline_model(body: Body, relations: Relations) -> tuple[DbtModel | None, tuple[DbtMetric, ...]]:
    """Read a dbt model that carries its semantic model inline, with the metrics written inside it.

    Parameters
    ----------
    body : Body
        One entry of ``models``.
    """
    says = body.take("semantic_model")
    inner = body.around(as_mapping(says) or {}, kind="semantic model", name=body.name)
    table = body.text("name")
    written = inner.text("name") or table
    config = read_config(inner, keep=("owner",))
    if says is False or (inner.holds("enabled") and not inner.flag("enabled")) or config.is_off:
        body.ledger.drop("semantic model", written, "it is switched off in dbt", body.location)
        return None, ()
    inner.ignore("enabled")
    inner.finish()
    name = legal_name(written)
    entities, dimensions = _from_columns(body)
    derived = body.part("derived_semantics")
    model = DbtModel(
        name=name,
        relation=relations.of_reference(f"ref('{table}')", written),
        primary_entity=_name(body.text("primary_entity")),
        default_time=_name(body.text("agg_time_dimension")),
        entities=(*entities, *(_entity(each) for each in derived.parts("entities", "entity"))),
        dimensions=(*dimensions, *(_dimension(each) for each in derived.parts("dimensions", "dimension"))),
        owner=config.owner,
        label=body.text("label"),
        description=body.text("description"),
        location=body.location,
    )
    derived.finish()
    metrics = (read_metric(each, model=name) for each in body.parts("metrics", "metric"))
    return model, tuple(metric for metric in metrics if metric is not None)


def _from_columns(body: Body) -> tuple[tuple[DbtEntity, ...], tuple[DbtDimension, ...]]:
    entities: list[DbtEntity] = []
    dimensions: list[DbtDimension] = []
    for column in body.parts("columns", "column"):
        name = column.text("name")
        if column.holds("entity"):
            entities.append(_entity(_role(column, name, "entity"), expr=name))
        if column.holds("dimension"):
            grain = column.text("granularity")
            dimensions.append(_dimension(_role(column, name, "dimension"), expr=name, grain=grain))
    return tuple(entities), tuple(dimensions)


def _role(column: Body, name: str, kind: str) -> Body:
    """Read what a column says of its role: a mapping, or the type alone."""
    says = column.take(kind)
    shared = {"name": name, "description": column.text("description") or None}
    role = column.around(
        {**shared, **(as_mapping(says) or {"type": says})}, kind=kind, name=f"{column.name}.{kind}"
    )
    role.location = column.location
    return role


def _entity(body: Body, *, expr: str = "", meta: Mapping[str, object] | None = None) -> DbtEntity:
    name = body.text("name")
    read_config(body, inherited=meta)
    entity = DbtEntity(
        name=legal_name(name),
        kind=body.text("type").lower() or "foreign",
        expr=body.text("expr") or expr or name,
        label=body.text("label"),
        description=body.text("description"),
        location=body.location,
    )
    body.ignore("metadata", "entity")
    body.finish()
    return entity


def _dimension(
    body: Body, *, expr: str = "", grain: str = "", meta: Mapping[str, object] | None = None
) -> DbtDimension:
    name = body.text("name")
    params = body.part("type_params")
    read_config(body, inherited=meta)
    kind = body.text("type").lower()
    given = body.text("granularity", "time_granularity") or params.text("time_granularity") or grain or "day"
    validity = (
        params.part("validity_params") if params.holds("validity_params") else body.part("validity_params")
    )
    params.ignore("validity_params", "is_primary")
    is_start, is_end = validity.flag("is_start"), validity.flag("is_end")
    dimension = DbtDimension(
        name=legal_name(name),
        expr=body.text("expr") or expr or name,
        grain=given.lower() if kind == "time" else None,
        is_partition=body.flag("is_partition"),
        validity="start" if is_start else "end" if is_end else "",
        label=body.text("label"),
        description=body.text("description"),
        location=body.location,
    )
    for part in (validity, params, body):
        part.ignore("metadata")
        part.finish()
    return dimension


def _measure(body: Body, model: str, meta: Mapping[str, object]) -> DbtMeasure:
    name = body.text("name")
    read_config(body, inherited=meta)
    measure = DbtMeasure(
        name=legal_name(name),
        rows=read_rows(body, model=model, expr=body.text("expr") or name),
        is_metric=body.flag("create_metric"),
        label=body.text("label"),
        description=body.text("description"),
        location=body.location,
    )
    body.ignore("metadata")
    body.finish()
    return measure


def _name(text: str) -> str | None:
    return legal_name(text) if text else None
