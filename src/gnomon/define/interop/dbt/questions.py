"""Saved queries as saved questions."""

from __future__ import annotations

from collections.abc import Collection

from gnomon.base.errors import InputError
from gnomon.define.expressions import render
from gnomon.define.interop.dbt.names import dotted, legal_name
from gnomon.define.interop.dbt.notes import Ledger
from gnomon.define.interop.dbt.spec import DbtQuery
from gnomon.define.interop.dbt.sql import read_filter
from gnomon.define.interop.dbt.where import parse_item, translate_name
from gnomon.define.project import SavedQuestion

__all__ = ["make_question"]


def make_question(
    query: DbtQuery, metrics: Collection[str], ledger: Ledger, dialect: str
) -> SavedQuestion | None:
    """Make the question of a saved query; None if it asks for what is not there.

    Grains of ``metric_time`` stay among its dimensions, so that its columns keep their names.
    """
    names = tuple(legal_name(_metric_name(each)) for each in query.metrics)
    missing = [name for name in names if name not in metrics]
    if missing or not names:
        reason = (
            f"it asks for {', '.join(missing)}, which is not there" if missing else "it asks for no metric"
        )
        ledger.drop("saved query", query.name, reason, query.location)
        return None
    try:
        by = tuple(translate_name(each) for each in query.group_by)
        where = read_filter(query.where, dialect)
        order_by = tuple(_order(each) for each in query.order_by)
    except InputError as error:
        ledger.drop("saved query", query.name, error.message, query.location)
        return None
    return SavedQuestion(
        name=query.name,
        metrics=names,
        by=by,
        where=None if where is None else render(where),
        order_by=order_by,
        limit=query.limit,
        label=query.label,
        description=query.description,
        location=query.location,
    )


def _metric_name(text: str) -> str:
    return dotted(parse_item(text).parts) if "(" in text else text


def _order(text: str) -> str:
    """Name the column to order by, with a minus in front for descending."""
    is_minus = text.strip().startswith("-")
    bare = text.strip().lstrip("-").strip()
    item = parse_item(bare) if "(" in bare else None
    name = item.text if item is not None else translate_name(bare)
    return f"-{name}" if is_minus or (item is not None and item.is_descending) else name
