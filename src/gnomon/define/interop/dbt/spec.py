"""The one frozen form that every shape of dbt's semantic layer is read into."""

from __future__ import annotations

from dataclasses import dataclass

from gnomon.base.errors import Location

__all__ = [
    "DbtDimension",
    "DbtEntity",
    "DbtInput",
    "DbtMeasure",
    "DbtMetric",
    "DbtModel",
    "DbtProject",
    "DbtQuery",
    "DbtRows",
    "DbtSpine",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtEntity:
    """An entity of a semantic model; ``expr`` is SQL as written."""

    name: str
    kind: str
    expr: str
    label: str = ""
    description: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtDimension:
    """A dimension of a semantic model.

    Attributes
    ----------
    grain : str or None
        Only for time dimensions.
    validity : str
        ``start``, ``end`` or empty.
    """

    name: str
    expr: str
    grain: str | None = None
    is_partition: bool = False
    validity: str = ""
    label: str = ""
    description: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtRows:
    """How rows of one semantic model become a number.

    Attributes
    ----------
    time : str or None
        Time dimension; None is the model's default.
    over, pick, per : str or None, str, tuple of str
        The non-additive dimension, its window choice (``min`` or ``max``) and groupings.
    """

    model: str
    agg: str
    expr: str
    time: str | None = None
    percentile: float | None = None
    is_discrete: bool = False
    is_approximate: bool = False
    over: str | None = None
    pick: str = "min"
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtMeasure:
    """A measure; ``is_metric`` says that it is one by itself."""

    name: str
    rows: DbtRows
    is_metric: bool = False
    label: str = ""
    description: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtModel:
    """A semantic model.

    Attributes
    ----------
    relation : tuple of str
        Database, schema and table as far as known.
    """

    name: str
    relation: tuple[str, ...]
    primary_entity: str | None = None
    default_time: str | None = None
    entities: tuple[DbtEntity, ...] = ()
    dimensions: tuple[DbtDimension, ...] = ()
    measures: tuple[DbtMeasure, ...] = ()
    owner: str = ""
    label: str = ""
    description: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtInput:
    """A metric or measure as used by a metric; ``filters`` are templates that all must hold."""

    name: str
    alias: str | None = None
    filters: tuple[str, ...] = ()
    offset: str | None = None
    to_grain: str | None = None
    fill: int | float | None = None
    has_spine: bool = False
    is_measure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtMetric:
    """A metric of any type; what its type does not use is empty.

    Attributes
    ----------
    rows : DbtRows or None
        Simple metrics without a measure.
    inputs : tuple of DbtInput
        Simple: the measure, if any; beside ``rows`` it says nothing new. Ratio: numerator, denominator.
        Derived: all. Cumulative: one. Conversion: base, conversion.
    """

    name: str
    type: str
    rows: DbtRows | None = None
    inputs: tuple[DbtInput, ...] = ()
    expr: str = ""
    filters: tuple[str, ...] = ()
    grain: str | None = None
    fill: int | float | None = None
    has_spine: bool = False
    window: str | None = None
    since: str | None = None
    period_agg: str = "first"
    entity: str = ""
    calculation: str = "conversion_rate"
    constant: tuple[tuple[str, str], ...] = ()
    is_hidden: bool = False
    owner: str = ""
    unit: str = ""
    format: str = ""
    direction: str = ""
    tags: tuple[str, ...] = ()
    label: str = ""
    description: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtSpine:
    """A time spine: a table with one row a period, and its columns of custom grains."""

    relation: tuple[str, ...]
    column: str
    grain: str
    customs: tuple[tuple[str, str], ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtQuery:
    """A saved query; names and filters as written."""

    name: str
    metrics: tuple[str, ...]
    group_by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    order_by: tuple[str, ...] = ()
    limit: int | None = None
    label: str = ""
    description: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtProject:
    """Everything that was read."""

    name: str
    models: tuple[DbtModel, ...] = ()
    metrics: tuple[DbtMetric, ...] = ()
    spines: tuple[DbtSpine, ...] = ()
    queries: tuple[DbtQuery, ...] = ()
