"""Questions without a metric: the members that dimensions have, or the periods of a calendar."""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlglot import exp

from gnomon.ask.asked import finest_grain, read_keys, read_window, split_where
from gnomon.ask.calendars import CalendarJoins, spine_calendar, standard_grain
from gnomon.ask.compiled import Compiled
from gnomon.ask.context import Context, Key
from gnomon.ask.custom_periods import widen_to_periods
from gnomon.ask.finish import finish
from gnomon.ask.scans.periods import spine_condition
from gnomon.ask.scans.plain import where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import column, named
from gnomon.base.errors import QuestionError
from gnomon.base.time import Grain
from gnomon.define.expressions import names_in
from gnomon.define.graph import resolve
from gnomon.define.source import EntityKind

if TYPE_CHECKING:
    from gnomon.ask.catalog import Catalog
    from gnomon.define.project import Model
    from gnomon.define.source import Source
    from gnomon.records.question import Question

__all__ = ["compile_members"]

Path = tuple[str, ...]


def compile_members(model: Model, catalog: Catalog, question: Question, *, now: datetime) -> Compiled:
    """Compile a question that names dimensions only: their different members, each once.

    They are read from one source: the nearest that has them all.

    Raises
    ------
    QuestionError
        If nothing is asked, or no source has all of it.
    """
    started = clock.perf_counter()
    keys = read_keys(model, question, (), Grain.DAY.value)
    if not keys:
        raise QuestionError("Ask for a metric, or name dimensions in `by`.", code="ASK-215", where="metrics")
    where, _ = split_where(model, question.where, (), question.by)
    finest = finest_grain(keys)
    window, _ = read_window(question, keys, Grain.DAY, week_start=model.settings.week_start)
    context = Context(
        model=model,
        catalog=catalog,
        keys=keys,
        window=widen_to_periods(catalog, finest, window),
        default_grain=Grain.DAY.value,
        finest=finest,
        now=now.astimezone(ZoneInfo(model.settings.timezone)).replace(tzinfo=None),
        inner_query=_refuse_inner,
    )
    has_time = any(key.is_metric_time for key in keys)
    tree = _periods(context, keys, where) if has_time else _members(context, keys, where)
    return Compiled(
        tree=finish(tree, question, keys, ()),
        question=question,
        keys=keys,
        comparisons=(),
        scans=(),
        sources=tuple(context.sources_read),
        leaves=(),
        loaded_through=None,
        notes=(),
        seconds=clock.perf_counter() - started,
    )


def _refuse_inner(name: str, per: Path) -> exp.Select:
    raise QuestionError(f"metric({name}, {'.'.join(per)}) needs a metric in the question.", code="ASK-253")


def _members(context: Context, keys: Sequence[Key], where: Sequence[exp.Expr]) -> exp.Select:
    paths = [key.path for key in keys]
    paths += [name.path for condition in where for name in names_in(condition)]
    source = _nearest_source(context.model, paths)
    context.sources_read[source.name] = None
    rows = Rows(context, source, None)
    columns = [named(rows.value(key.path), key.name, quoted=True) for key in keys]
    conditions = [rows.condition(c) for c in where]
    select = exp.Select(expressions=columns).distinct(copy=False)
    return where_all(rows.read(select), conditions)


def _nearest_source(model: Model, paths: Sequence[Path]) -> Source:
    """The source that has all names with the fewest joins; of equals, the one whose rows are the thing named."""
    costs: list[tuple[int, int, str]] = []
    faults: list[QuestionError] = []
    for source in model.sources.values():
        try:
            joins = sum(len(resolve(model, source.name, path).steps) for path in paths)
        except QuestionError as error:
            faults.append(error)
            continue
        costs.append((joins, _distance(source, paths[0][0]), source.name))
    if not costs:
        names = ", ".join(".".join(p) for p in dict.fromkeys(paths))
        raise QuestionError(
            f"No source has all of {names}. {faults[0].message if faults else ''}".strip(), code="ASK-251"
        )
    return model.sources[min(costs)[2]]


_ORDER = (EntityKind.PRIMARY, EntityKind.UNIQUE, EntityKind.NATURAL, EntityKind.FOREIGN)


def _distance(source: Source, entity: str) -> int:
    """How close a source's rows are to being the entity; 0 is one row each."""
    held = source.entity(entity)
    if held is not None:
        return _ORDER.index(held.kind)
    return 0 if source.primary_entity == entity else len(_ORDER)


def _periods(context: Context, keys: Sequence[Key], where: Sequence[exp.Expr]) -> exp.Select:
    base = standard_grain(context.finest) or Grain.DAY
    if spine_calendar(context.model, base) is None or any(not key.is_metric_time for key in keys):
        raise QuestionError(
            "Periods alone come from a calendar of gnomon.toml, and not beside dimensions. Ask for a metric too.",
            code="ASK-252",
        )
    calendars = CalendarJoins()
    shown = column("s", "spine")
    columns = [
        named(context.key_from_period(key, shown, base.value, calendars), key.name, quoted=True)
        for key in keys
    ]
    select = exp.Select(expressions=columns).distinct(copy=False)
    select = select.from_(context.calendar_spine(base).subquery("spine", copy=False), copy=False)
    conditions = context.window.holds(shown, is_date=base >= Grain.DAY)
    conditions += [spine_condition(context, c, shown.copy(), base.value, calendars) for c in where]
    return where_all(calendars.join_to(select, context.catalog), conditions)
