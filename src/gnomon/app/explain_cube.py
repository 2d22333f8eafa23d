"""Ask the cells of a metric's parts over time, in one question, and lay them out as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from gnomon.app.localise import encode_values, read_numbers
from gnomon.ask import ask_question
from gnomon.explain.cube import DailyCube, build_cube
from gnomon.records.question import Question

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from gnomon.app.asker import Asker
    from gnomon.app.explain_parts import Parts
    from gnomon.app.explain_time import Timeline
    from gnomon.explain.localise.grouping import Floats
    from gnomon.records.investigation import Period

__all__ = ["ask_cube", "ask_rows"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Long:
    """Rows of one or several questions under each other."""

    table: pa.Table
    slot: NDArray[np.int64]


def ask_cube(project: Asker, parts: Parts, timeline: Timeline, by: tuple[str, ...]) -> DailyCube:
    """Ask the parts of a metric by dimensions and buckets of time.

    Parameters
    ----------
    by : tuple of str
        Dimensions; none for the totals.
    """
    long = (
        _ask_days(project, parts, timeline, by)
        if timeline.is_daily
        else _ask_windows(project, parts, timeline, by)
    )
    columns = [encode_values(long.table, name) for name in by]
    return build_cube(by, columns, long.slot, _measures(long.table, parts), slots=len(timeline.slots))


def _measures(table: pa.Table, parts: Parts) -> list[Floats]:
    if parts.uses_n:
        (name,) = parts.names
        rows = np.nan_to_num(read_numbers(table, f"{name}__n"))
        return [np.nan_to_num(read_numbers(table, name)) * rows, rows]
    found = [read_numbers(table, name) for name in parts.names]
    return [found[0] * parts.factor, *found[1:]] if parts.factor != 1 else found


def _ask_days(project: Asker, parts: Parts, timeline: Timeline, by: tuple[str, ...]) -> _Long:
    first, last = timeline.slots[0].start, timeline.slots[-1].end
    question = Question(metrics=parts.names, by=by, grain="day", start=first, end=last)
    table = ask_rows(project, parts, question)
    days = [_as_day(value) for value in cast("list[Any]", table.column("period").to_pylist())]
    known = np.array([day is not None for day in days], bool)
    slot = np.array([(day - first).days for day in days if day is not None], np.int64)
    return _Long(table=cast("Any", table).filter(known), slot=slot)


def _ask_windows(project: Asker, parts: Parts, timeline: Timeline, by: tuple[str, ...]) -> _Long:
    import pyarrow as pa

    tables = [ask_rows(project, parts, _window(parts, slot, by)) for slot in timeline.slots]
    slot = np.repeat(np.arange(len(tables)), [t.num_rows for t in tables]).astype(np.int64)
    return _Long(table=pa.concat_tables(tables, promote_options="permissive"), slot=slot)


def _window(parts: Parts, slot: Period, by: tuple[str, ...]) -> Question:
    return Question(metrics=parts.names, by=by, start=slot.start, end=slot.end)


def ask_rows(project: Asker, parts: Parts, question: Question) -> pa.Table:
    """Ask a question of the model that holds the parts."""
    answer = ask_question(parts.model, project.catalog, project.engine, question)
    return cast("pa.Table", answer.data)


def _as_day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else cast("date | None", value)
