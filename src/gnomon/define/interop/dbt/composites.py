"""Ratio, derived, cumulative and conversion metrics as Gnomon's kinds."""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from gnomon.base.errors import DefinitionError
from gnomon.define.interop.dbt.names import legal_name
from gnomon.define.interop.dbt.spec import DbtInput, DbtMetric
from gnomon.define.interop.dbt.sql import read_expression, read_filter, read_window
from gnomon.define.kinds import Conversion, Derived, Ratio, Rolling, ToDate
from gnomon.define.metric import KindSpec, MetricInput

__all__ = ["make_composite"]

_OVER_PERIOD = frozenset(("first", "last", "average"))
_CALCULATE = {"conversion_rate": "rate", "conversions": "count"}
_ROLES = {
    "ratio": ("numerator", "denominator"),
    "cumulative": ("metric",),
    "conversion": ("base", "conversion"),
}


def make_composite(metric: DbtMetric, customs: Collection[str], dialect: str) -> KindSpec:
    """Make the kind of a metric that is computed from others.

    Parameters
    ----------
    metric : DbtMetric
        Whose inputs are all metrics.
    customs : collection of str
        Custom grains of the time spines.
    dialect : str
        Of the project's SQL.

    Raises
    ------
    DefinitionError
        If it says too little, or something that Gnomon has no kind for.
    """
    roles = _ROLES.get(metric.type, ())
    terms = tuple(
        _term(each, roles[index] if index < len(roles) else None, customs, dialect)
        for index, each in enumerate(metric.inputs)
    )
    if metric.type == "ratio":
        return _ratio(terms)
    if metric.type == "derived":
        return _derived(metric, terms)
    if metric.type == "cumulative":
        return _cumulative(metric, terms, customs)
    if metric.type == "conversion":
        return _conversion(metric, terms, customs)
    raise DefinitionError(f"Gnomon has no metric type {metric.type!r}")


def _term(given: DbtInput, role: str | None, customs: Collection[str], dialect: str) -> MetricInput:
    """Read an input, which goes by its role where it has one: an alias matters in expressions only."""
    if given.offset and given.to_grain:
        raise DefinitionError(f"its input {given.name} has both offset_window and offset_to_grain")
    return MetricInput(
        metric=given.name,
        alias=role or given.alias or given.name,
        filter=read_filter(given.filters, dialect),
        offset=read_window(given.offset, customs) if given.offset else None,
        to_start_of=given.to_grain,
    )


def _ratio(terms: tuple[MetricInput, ...]) -> Ratio:
    if len(terms) != 2:  # noqa: PLR2004 - a ratio has two parts
        raise DefinitionError("a ratio needs a numerator and a denominator")
    return Ratio(numerator=terms[0], denominator=terms[1])


def _derived(metric: DbtMetric, terms: tuple[MetricInput, ...]) -> Derived:
    if not metric.expr or not terms:
        raise DefinitionError("a derived metric needs an expression and its metrics")
    aliases = {term.alias for term in terms}
    if len(aliases) < len(terms):
        raise DefinitionError("two of its inputs go by the same name; give one of them an alias")
    tree = read_expression(metric.expr, "duckdb")
    for column in tuple(tree.find_all(exp.Column)):
        name = legal_name(column.name)
        if name not in aliases:
            raise DefinitionError(f"its expression says {column.name}, which is none of its inputs")
        column.set("this", exp.to_identifier(name))
    return Derived(expr=tree, terms=terms)


def _cumulative(
    metric: DbtMetric, terms: tuple[MetricInput, ...], customs: Collection[str]
) -> Rolling | ToDate:
    if len(terms) != 1:
        raise DefinitionError("a cumulative metric needs one metric or measure")
    if metric.window and metric.since:
        raise DefinitionError("it has both a window and grain_to_date")
    if metric.period_agg not in _OVER_PERIOD:
        raise DefinitionError(f"Gnomon has no period_agg {metric.period_agg!r}: first, last or average")
    if metric.since:
        return ToDate(term=terms[0], since=metric.since, over_period=metric.period_agg)
    window = read_window(metric.window, customs) if metric.window else None
    return Rolling(term=terms[0], window=window, over_period=metric.period_agg)


def _conversion(metric: DbtMetric, terms: tuple[MetricInput, ...], customs: Collection[str]) -> Conversion:
    if len(terms) != 2 or not metric.entity:  # noqa: PLR2004 - what happens first, what follows
        raise DefinitionError("a conversion needs an entity, a base and a conversion metric or measure")
    if metric.calculation not in _CALCULATE:
        raise DefinitionError(
            f"Gnomon has no calculation {metric.calculation!r}: conversion_rate or conversions"
        )
    return Conversion(
        claims="asked",
        entrants="all",
        base=terms[0],
        conversion=terms[1],
        entity=metric.entity,
        window=read_window(metric.window, customs) if metric.window else None,
        calculate=_CALCULATE[metric.calculation],
        constant=metric.constant,
    )
