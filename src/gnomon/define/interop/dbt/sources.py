"""Semantic models as sources, time spines as calendars."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TypeVar

from gnomon.base.errors import InputError
from gnomon.base.time import Grain
from gnomon.define.interop.dbt.names import legal_name
from gnomon.define.interop.dbt.notes import Ledger
from gnomon.define.interop.dbt.spec import DbtDimension, DbtEntity, DbtModel, DbtSpine
from gnomon.define.interop.dbt.sql import read_expression, read_grain
from gnomon.define.project import Calendar
from gnomon.define.source import Dimension, Entity, EntityKind, Source, TableRef, Validity

__all__ = ["make_calendars", "make_source"]

_T = TypeVar("_T", Entity, Dimension)
_KINDS = {kind.value: kind for kind in EntityKind}


def make_source(model: DbtModel, ledger: Ledger, dialect: str) -> Source:
    """Make the source of a semantic model; elements that cannot be read are left out and noted."""
    entities = _kept(_entity(each, model, ledger, dialect) for each in model.entities)
    dimensions = _kept(_dimension(each, model, ledger, dialect) for each in model.dimensions)
    known = {each.name for each in dimensions if each.is_time}
    validity = _validity(model, known, ledger)
    entities = tuple(
        each for each in entities if _has_place(each, model, ledger, is_scd=validity is not None)
    )
    default_time = model.default_time if model.default_time in known else None
    if model.default_time and default_time is None:
        reason = f"there is no time dimension {model.default_time}"
        ledger.drop("setting", f"{model.name}.defaults.agg_time_dimension", reason, model.location)
    return Source(
        name=model.name,
        relation=TableRef(parts=model.relation),
        label=model.label,
        description=model.description,
        owner=model.owner,
        primary_entity=_primary(model, entities, ledger),
        entities=entities,
        dimensions=dimensions,
        default_time=default_time,
        validity=validity,
        location=model.location,
    )


def make_calendars(spines: Iterable[DbtSpine], ledger: Ledger) -> dict[str, Calendar]:
    """Make a calendar of each time spine."""
    found: dict[str, Calendar] = {}
    tables: set[tuple[tuple[str, ...], str]] = set()
    customs = {grain.value for grain in Grain}
    for spine in sorted(spines, key=lambda each: not each.customs):
        if (spine.relation, spine.column) in tables:
            continue
        tables.add((spine.relation, spine.column))
        name = _free(legal_name(spine.relation[-1]), found)
        try:
            grain = Grain.parse(spine.grain)
        except InputError:
            reason = f"Gnomon has no grain {spine.grain}"
            ledger.drop("time spine", spine.relation[-1], reason, spine.location)
            continue
        found[name] = Calendar(
            name=name,
            relation=TableRef(parts=spine.relation),
            column=spine.column,
            grain=grain,
            grains=MappingProxyType(_custom_grains(spine, customs, ledger)),
        )
    return dict(sorted(found.items()))


def _custom_grains(spine: DbtSpine, taken: set[str], ledger: Ledger) -> dict[str, str]:
    """Take the custom grains of a spine whose names are free."""
    found: dict[str, str] = {}
    for name, column in spine.customs:
        if name in taken:
            reason = "another grain has the same name"
            ledger.drop("custom grain", f"{spine.relation[-1]}.{name}", reason, spine.location)
        else:
            taken.add(name)
            found[name] = column
    return found


def _entity(each: DbtEntity, model: DbtModel, ledger: Ledger, dialect: str) -> Entity | None:
    if each.kind not in _KINDS:
        ledger.drop("entity", f"{model.name}.{each.name}", f"Gnomon has no kind {each.kind!r}", each.location)
        return None
    try:
        expr = read_expression(each.expr, dialect)
    except InputError as error:
        ledger.drop("entity", f"{model.name}.{each.name}", error.message, each.location)
        return None
    return Entity(
        name=each.name, kind=_KINDS[each.kind], expr=expr, label=each.label, description=each.description
    )


def _dimension(each: DbtDimension, model: DbtModel, ledger: Ledger, dialect: str) -> Dimension | None:
    name = f"{model.name}.{each.name}"
    try:
        expr = read_expression(each.expr, dialect)
        grain, told = read_grain(each.grain) if each.grain else (None, "")
    except InputError as error:
        ledger.drop("dimension", name, error.message, each.location)
        return None
    if told:
        ledger.change("dimension", name, told, each.location)
    return Dimension(
        name=each.name,
        expr=expr,
        grain=grain,
        is_partition=each.is_partition,
        label=each.label,
        description=each.description,
        location=each.location,
    )


def _has_place(entity: Entity, model: DbtModel, ledger: Ledger, *, is_scd: bool) -> bool:
    if entity.kind is not EntityKind.NATURAL or is_scd:
        return True
    reason = "it is natural, but nothing says from when to when a row holds"
    ledger.drop("entity", f"{model.name}.{entity.name}", reason, model.location)
    return False


def _primary(model: DbtModel, entities: tuple[Entity, ...], ledger: Ledger) -> str | None:
    """Name the entity the rows are about, where no primary entity says so already."""
    named = next((each for each in entities if each.name == model.primary_entity), None)
    if named is None or named.kind.is_single:
        return None if named is not None and named.kind is EntityKind.PRIMARY else model.primary_entity
    reason = f"the rows cannot be about {named.name}, which is a {named.kind.value} entity of them"
    ledger.drop("setting", f"{model.name}.primary_entity", reason, model.location)
    return None


def _validity(model: DbtModel, known: set[str], ledger: Ledger) -> Validity | None:
    start = next((each.name for each in model.dimensions if each.validity == "start"), None)
    end = next((each.name for each in model.dimensions if each.validity == "end"), None)
    if start is None and end is None:
        return None
    if start is None or end is None or not {start, end} <= known:
        reason = "a slowly changing source needs both the start and the end of validity"
        ledger.drop("setting", f"{model.name}.validity_params", reason, model.location)
        return None
    return Validity(start=start, end=end)


def _kept(found: Iterable[_T | None]) -> tuple[_T, ...]:
    return tuple(each for each in found if each is not None)


def _free(name: str, taken: dict[str, Calendar]) -> str:
    count = 2
    free = name
    while free in taken:
        free, count = f"{name}_{count}", count + 1
    return free
