"""Metrics of every type and spelling, in the frozen form."""

from __future__ import annotations

from gnomon.define.interop.dbt.config import read_config
from gnomon.define.interop.dbt.names import legal_name
from gnomon.define.interop.dbt.notes import Body
from gnomon.define.interop.dbt.plain import as_items, as_mapping
from gnomon.define.interop.dbt.spec import DbtInput, DbtMetric, DbtRows

__all__ = ["read_filters", "read_metric", "read_rows"]


def read_metric(body: Body, *, model: str | None = None) -> DbtMetric | None:
    """Read one metric; None if it is switched off.

    Parameters
    ----------
    body : Body
        With ``type_params`` (older spelling) or with the same keys beside its name (newer).
    model : str or None
        Semantic model that it is written in.
    """
    config = read_config(body, keep=("owner", "unit", "format", "direction", "tags"))
    if config.is_off:
        body.ledger.drop("metric", body.name, "it is switched off in dbt", body.location)
        return None
    params = body.part("type_params")
    kind = body.text("type").lower() or "simple"
    parts = (params.part("cumulative_type_params"), params.part("conversion_type_params"), params, body)
    rows = _simple_rows(body, params, model) if kind == "simple" else None
    metric = DbtMetric(
        name=legal_name(body.text("name")),
        type=kind,
        rows=rows,
        inputs=_inputs(kind, parts),
        expr=params.text("expr") or body.text("expr"),
        filters=read_filters(body.take("filter")),
        grain=_lower(body.text("time_granularity")),
        fill=_number(parts, "fill_nulls_with"),
        has_spine=_flag(parts, "join_to_timespine"),
        window=_window(_take(parts, "window")),
        since=_lower(str(_take(parts, "grain_to_date") or "")),
        period_agg=str(_take(parts, "period_agg") or "first").lower(),
        entity=legal_name(str(_take(parts, "entity") or "")) if kind == "conversion" else "",
        calculation=str(_take(parts, "calculation") or "conversion_rate").lower(),
        constant=_constant(_take(parts, "constant_properties"), body),
        is_hidden=_flag(parts, "is_private", "hidden"),
        owner=config.owner,
        unit=config.unit,
        format=config.format,
        direction=config.direction,
        tags=config.tags,
        label=body.text("label"),
        description=body.text("description"),
        location=body.location,
    )
    for part in parts:
        part.ignore("metadata", "input_measures", "expr", "measure", "measures")
        part.finish()
    return metric


def read_rows(body: Body, *, model: str, expr: str) -> DbtRows:
    """Read how rows become a number: from a measure, or from a metric without one."""
    params = body.part("agg_params")
    over = body.part("non_additive_dimension")
    style = body.text("percentile_type").lower()
    rows = DbtRows(
        model=model,
        agg=body.text("agg").lower(),
        expr=expr,
        time=_lower(body.text("agg_time_dimension")),
        percentile=_number((params, body), "percentile"),
        is_discrete=params.flag("use_discrete_percentile") or style == "discrete",
        is_approximate=params.flag("use_approximate_percentile") or style == "approximate",
        over=_lower(over.text("name")),
        pick=over.text("window_choice", "window_agg").lower() or "min",
        per=tuple(legal_name(str(each)) for each in over.each("window_groupings", "group_by")),
    )
    params.finish()
    over.finish()
    return rows


def read_filters(value: object) -> tuple[str, ...]:
    """Read a filter: a text, a list of texts, or dbt's parsed form of either.

    Examples
    --------
    >>> read_filters({"where_filters": [{"where_sql_template": "a = 1"}]}), read_filters("b = 2")
    (('a = 1',), ('b = 2',))
    """
    if value is None:
        return ()
    parsed = as_mapping(value)
    if parsed is not None:
        inner = parsed.get("where_filters")
        return read_filters(inner if inner is not None else parsed.get("where_sql_template"))
    items = as_items(value)
    if items != (value,):
        return tuple(text for each in items for text in read_filters(each))
    text = str(value).strip()
    return (text,) if text else ()


def _simple_rows(body: Body, params: Body, model: str | None) -> DbtRows | None:
    """Rows of a metric without a measure: in its own aggregation settings, or in the model around it."""
    own = params.part("metric_aggregation_params")
    name = body.text("name")
    expr = params.text("expr") or body.text("expr") or name
    if own.holds("agg"):
        rows = read_rows(own, model=legal_name(own.text("semantic_model")), expr=expr)
        own.finish()
        return rows
    holder = body if body.holds("agg") else params
    if not holder.holds("agg"):
        return None
    given = body.text("semantic_model") or params.text("semantic_model") or model or ""
    return read_rows(holder, model=legal_name(given) if given else "", expr=expr)


def _inputs(kind: str, parts: tuple[Body, ...]) -> tuple[DbtInput, ...]:
    if kind == "simple":
        values = [_as_measure(_take(parts, "measure"))]
    elif kind == "ratio":
        values = [_take(parts, "numerator"), _take(parts, "denominator")]
    elif kind == "derived":
        values = [*as_items(_take(parts, "input_metrics", "metrics"))]
    elif kind == "cumulative":
        values = [_take(parts, "input_metric", "metric") or _as_measure(_take(parts, "measure"))]
    elif kind == "conversion":
        values = [
            _take(parts, "base_metric") or _as_measure(_take(parts, "base_measure")),
            _take(parts, "conversion_metric") or _as_measure(_take(parts, "conversion_measure")),
        ]
        for part in parts:
            part.ignore("base_measure", "conversion_measure")
    else:
        values = []
    found = (_input(value, parts[-1]) for value in values if value is not None)
    return tuple(each for each in found if each.name)


def _as_measure(value: object) -> object:
    if value is None:
        return None
    return {**(as_mapping(value) or {"name": value}), "is_measure": True}


def _input(value: object, around: Body) -> DbtInput:
    data = as_mapping(value) or {"name": value}
    name = str(data.get("name") or data.get("metric") or data.get("measure") or "")
    body = around.around(data, kind="input", name=f"{around.name}.{name}")
    is_measure = body.flag("is_measure") or (body.holds("measure") and not body.holds("name"))
    alias = body.text("alias")
    found = DbtInput(
        name=legal_name(name) if name else "",
        alias=legal_name(alias) if alias else None,
        filters=read_filters(body.take("filter")),
        offset=_window(body.take("offset_window")),
        to_grain=_lower(body.text("offset_to_grain")),
        fill=body.number("fill_nulls_with"),
        has_spine=body.flag("join_to_timespine"),
        is_measure=is_measure,
    )
    body.ignore("name", "metric", "measure")
    body.finish()
    return found


def _take(parts: tuple[Body, ...], *keys: str) -> object:
    values = [part.take(*keys) for part in parts]
    return next((value for value in values if value is not None), None)


def _number(parts: tuple[Body, ...], key: str) -> int | float | None:
    values = [part.number(key) for part in parts]
    return next((value for value in values if value is not None), None)


def _flag(parts: tuple[Body, ...], *keys: str) -> bool:
    """Read a key everywhere, so that all of its places count as read."""
    return True in [part.flag(*keys) for part in parts]


def _window(value: object) -> str | None:
    if value is None:
        return None
    parsed = as_mapping(value)
    if parsed is not None:
        return f"{parsed.get('count')} {parsed.get('granularity')}".lower()
    return str(value).strip().lower()


def _constant(value: object, body: Body) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for each in as_items(value):
        properties = as_mapping(each) or {}
        base, conversion = properties.get("base_property"), properties.get("conversion_property")
        if base and conversion:
            pairs.append((str(base).lower(), str(conversion).lower()))
        else:
            reason = "it does not name base_property and conversion_property"
            body.ledger.drop("constant property", f"{body.name}.constant_properties", reason, body.location)
    return tuple(pairs)


def _lower(text: str) -> str | None:
    return legal_name(text) if text else None
