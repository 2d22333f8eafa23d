"""Ask the series of a plan, many in one question, and melt the answers into arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gnomon.app.report_series import ask_together
from gnomon.base.errors import GnomonError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from gnomon.app.answer import Answer
    from gnomon.app.arguments import Moment
    from gnomon.app.project import Project
    from gnomon.app.watching.plan import PlannedGroup
    from gnomon.records.anomaly import Slice

__all__ = ["Gathered", "SeriesKey", "gather_series"]

_DAYS: Final = {
    "hour": 0.2,
    "day": 1.0,
    "week": 4.5,
    "month": 14.0,
    "quarter": 18.0,
}  # of the days of a daily metric
_RECENT: Final = 28  # buckets that say how large a slice is
_LEAST_SHARE: Final = 0.01
_LEAST_ROWS: Final = 20  # a bucket: fewer say nothing that a person would act on


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesKey:
    """One series: a metric, a slice and a grain.

    Attributes
    ----------
    last : numpy.datetime64
        Newest bucket that is finished and loaded.
    has_shares : bool
        Values are shares of ``n``, exactly.
    family : str
        The same for metrics that read the same sources: what strikes one of them commonly strikes the others.
    """

    metric: str
    where: Slice
    grain: str
    last: np.datetime64
    has_shares: bool = False
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gathered:
    """Rows of many series.

    Attributes
    ----------
    keys : tuple of SeriesKey
    series : array of int, shape (rows,)
        Place in ``keys``.
    time : array of datetime64[us], shape (rows,)
        Begin of the bucket.
    value, n : array of float, shape (rows,)
        nan where unknown; n are rows or entities behind the value.
    notes : tuple of str
        Which metrics could not be asked, and why.
    """

    keys: tuple[SeriesKey, ...]
    series: NDArray[np.int64]
    time: NDArray[np.datetime64]
    value: NDArray[np.float64]
    n: NDArray[np.float64]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """Rows of one series."""

    key: SeriesKey
    time: NDArray[np.datetime64]
    value: NDArray[np.float64]
    n: NDArray[np.float64]


def gather_series(
    project: Project,
    groups: Sequence[PlannedGroup],
    *,
    as_of: Moment = None,
    tick: Callable[[int, int, str], None] | None = None,
) -> Gathered:
    """Ask every group over the history that is learned from; unfinished buckets are left out.

    Parameters
    ----------
    as_of : datetime, optional
        The moment that counts as now.
    tick : callable, optional
        Told of groups done, groups in all, and the name of the next one.
    """
    parts: list[_Part] = []
    notes: dict[str, str] = {}
    for place, group in enumerate(groups):
        if tick is not None:
            tick(place, len(groups), ", ".join(group.metrics[:2]) + (f" by {group.by}" if group.by else ""))
        for name, answer in _ask(project, group, as_of).items():
            if isinstance(answer, GnomonError):
                # a dimension that some metric cannot reach is no loss when the project chose it
                notes.setdefault(name, f"{name}{f' by {group.by}' if group.by else ''}: {answer.message}")
            else:
                parts += _melt(answer, name, group, project.model.settings.watch.slices)
    return _join(parts, tuple(notes.values()))


def _ask(project: Project, group: PlannedGroup, as_of: Moment) -> dict[str, Answer | GnomonError]:
    days = project.model.settings.watch.history_days * _DAYS[group.grain]
    by = () if group.by is None else (group.by,)
    try:
        question = project.question(
            group.metrics, by=by, grain=group.grain, last=f"{max(1, round(days))} days", as_of=as_of
        )
    except GnomonError as error:
        if len(group.metrics) == 1:
            return {group.metrics[0]: error}
        return {
            name: found
            for each in group.metrics
            for name, found in _ask(project, replace(group, metrics=(each,)), as_of).items()
        }
    return ask_together(project, question)


def _melt(answer: Answer, name: str, group: PlannedGroup, most: int) -> list[_Part]:
    """One part a slice of one metric."""
    column = next(m for m in answer.metrics if m.name == name)
    data: Any = answer.data
    time_name = next(k.name for k in answer.keys if k.kind == "time" and k.grain == group.grain)
    others = [k.name for k in answer.keys if k.name != time_name]
    time = _moments(data.column(time_name))
    value, n = _floats(data.column(name)), _floats(data.column(column.n_column))
    complete = np.asarray(data.column(column.complete_column).to_numpy(), np.bool_)
    kept = ~np.isnat(time) & ~np.isnan(n) & complete
    if not kept.any():
        return []
    codes, labels = _codes(data.column(others[0])) if others else (np.zeros(time.size, np.int64), [None])
    last = time[kept].max()
    parts: list[_Part] = []
    for code in _largest(codes, n, time, kept, most=most) if others else [0]:
        rows = kept & (codes == code)
        order = np.argsort(time[rows], kind="stable")
        own, own_n = value[rows][order], n[rows][order]
        where = ((others[0], None if labels[code] is None else str(labels[code])),) if others else ()
        key = SeriesKey(
            metric=name,
            where=where,
            grain=group.grain,
            last=last,
            has_shares=_are_shares(own, own_n),
            family=group.metrics[0],
        )
        parts.append(_Part(key=key, time=time[rows][order], value=own, n=own_n))
    return parts


def _largest(
    codes: NDArray[np.int64], n: NDArray[np.float64], time: NDArray[np.datetime64], kept: NDArray[np.bool_], *,
    most: int,
) -> list[int]:  # fmt: skip
    """Slices with a hundredth of the rows of the last buckets or more, and twenty a bucket, the largest first."""
    buckets = np.unique(time[kept])
    since = buckets[max(0, buckets.size - _RECENT)]
    recent = kept & (time >= since)
    sizes = np.bincount(codes[recent], weights=n[recent], minlength=int(codes.max(initial=0)) + 1)
    total = sizes.sum()
    order = np.argsort(-sizes, kind="stable")
    least = max(_LEAST_SHARE * total, _LEAST_ROWS * np.unique(time[recent]).size)
    return [int(code) for code in order[:most] if total > 0 and sizes[code] >= least]


def _are_shares(value: NDArray[np.float64], n: NDArray[np.float64]) -> bool:
    """Whether every value is a count over n: then its noise is known."""
    known = np.isfinite(value) & (n > 0)
    if known.sum() < 2 or (value[known] < 0).any() or (value[known] > 1).any():  # noqa: PLR2004 - one is no pattern
        return False
    top = value[known] * n[known]
    is_whole = np.abs(top - np.round(top)) <= 1e-6 * np.maximum(1, n[known])
    return bool(is_whole.all()) and bool(((value[known] > 0) & (value[known] < 1)).any())


def _join(parts: Sequence[_Part], notes: tuple[str, ...]) -> Gathered:
    def stack(arrays: list[Any], kind: str) -> Any:  # noqa: ANN401 - an array of that kind
        return np.concatenate(arrays) if arrays else np.zeros(0, kind)

    return Gathered(
        keys=tuple(part.key for part in parts),
        series=stack([np.full(part.time.size, at) for at, part in enumerate(parts)], "int64"),
        time=stack([part.time for part in parts], "datetime64[us]"),
        value=stack([part.value for part in parts], "float64"),
        n=stack([part.n for part in parts], "float64"),
        notes=notes,
    )


def _moments(column: Any) -> NDArray[np.datetime64]:  # noqa: ANN401 - a column of a library without types
    import pyarrow as pa

    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        from pyarrow import compute

        column = getattr(compute, "local_timestamp")(column)  # noqa: B009 - made at run time, unknown to checkers
    return np.asarray(column.cast(pa.timestamp("us")).to_numpy(), "datetime64[us]")


def _floats(column: Any) -> NDArray[np.float64]:  # noqa: ANN401 - as above
    import pyarrow as pa

    return np.array(column.cast(pa.float64(), safe=False).to_numpy(), np.float64)


def _codes(column: Any) -> tuple[NDArray[np.int64], list[object]]:  # noqa: ANN401 - as above
    import pyarrow as pa

    if not column.num_chunks:
        return np.zeros(0, np.int64), []
    joined: Any = pa.concat_arrays(column.chunks)
    encoded = joined.dictionary_encode(null_encoding="encode")
    return np.asarray(
        encoded.indices.to_numpy(zero_copy_only=False), np.int64
    ), encoded.dictionary.to_pylist()
