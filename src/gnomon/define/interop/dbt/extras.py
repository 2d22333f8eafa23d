"""Time spines and saved queries, in the frozen form."""

from __future__ import annotations

from collections.abc import Iterator

from gnomon.define.interop.dbt.metrics import read_filters
from gnomon.define.interop.dbt.names import legal_name
from gnomon.define.interop.dbt.notes import Body
from gnomon.define.interop.dbt.relations import Relations
from gnomon.define.interop.dbt.spec import DbtQuery, DbtSpine

__all__ = ["read_configured_spines", "read_model_spine", "read_query"]


def read_model_spine(body: Body, relations: Relations) -> DbtSpine | None:
    """Read a dbt model that says ``time_spine``; None if it says too little."""
    spine = body.part("time_spine")
    column = spine.text("standard_granularity_column")
    grains = {each.text("name"): each.text("granularity") for each in body.parts("columns", "column")}
    if not column or not grains.get(column):
        reason = "the column that starts its periods, or the granularity of that column, is missing"
        body.ledger.drop("time spine", body.name, reason, body.location)
        return None
    found = DbtSpine(
        relation=relations.of_reference(f"ref('{body.text('name')}')", body.text("name")),
        column=column,
        grain=grains[column].lower(),
        customs=_customs(spine),
        location=body.location,
    )
    spine.finish()
    return found


def read_configured_spines(body: Body, relations: Relations) -> Iterator[DbtSpine]:
    """Read the spines of a ``project_configuration``, of both spellings."""
    for spine in body.parts("time_spines", "time spine"):
        primary = spine.part("primary_column")
        table = relations.of_node(spine.part("node_relation"), "")
        column, grain = primary.text("name"), primary.text("time_granularity")
        if table is None or not column or not grain:
            spine.ledger.drop(
                "time spine", spine.name, "its table, column or grain is missing", spine.location
            )
            continue
        customs = _customs(spine)
        primary.finish()
        spine.finish()
        yield DbtSpine(
            relation=table, column=column, grain=grain.lower(), customs=customs, location=spine.location
        )
    for old in body.parts("time_spine_table_configurations", "time spine"):
        table = relations.of_location(old)
        column, grain = old.text("column_name"), old.text("grain")
        old.ignore("metadata")
        old.finish()
        yield DbtSpine(relation=table, column=column, grain=(grain or "day").lower(), location=old.location)
    body.ignore("metadata", "dsi_package_version", "name")
    body.finish()


def read_query(body: Body) -> DbtQuery:
    """Read one saved query."""
    params = body.part("query_params")
    limit = params.number("limit")
    query = DbtQuery(
        name=legal_name(body.text("name")),
        metrics=tuple(str(each) for each in params.each("metrics")),
        group_by=tuple(str(each) for each in params.each("group_by")),
        where=read_filters(params.take("where")),
        order_by=tuple(str(each) for each in params.each("order_by")),
        limit=None if limit is None else int(limit),
        label=body.text("label"),
        description=body.text("description"),
        location=body.location,
    )
    for export in body.parts("exports", "export"):
        reason = "Gnomon does not write answers into tables of the warehouse"
        export.ledger.drop("export", export.name, reason, export.location)
    body.ignore("metadata")
    for part in (params, body):
        part.finish()
    return query


def _customs(spine: Body) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for each in spine.parts("custom_granularities", "custom grain"):
        name = each.text("name")
        found.append((legal_name(name), each.text("column_name") or name))
        each.ignore("description")
        each.finish()
    return tuple(found)
