"""A table of many series, sorted, checked and packed for the detector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from gnomon.app.watch_times import Moments, number_buckets, read_moments
from gnomon.base.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from gnomon.watch.grains import WatchGrain

__all__ = ["Block", "WatchInput", "pack_blocks", "read_watch_input"]

_MOST_CELLS: Final = 4_000_000
_MOST_SERIES: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchInput:
    """Rows of all series, sorted by series and bucket.

    Attributes
    ----------
    labels : pa.Table
        One row a series: its values of the columns that tell series apart.
    series, buckets : array of int, shape (rows,)
        Number of the series and of the bucket.
    values, n : array of float, shape (rows,)
        nan for null; n is None when no denominators are given.
    moments : Moments
        Times as they came, in the order of the table.
    """

    labels: pa.Table
    grain: WatchGrain
    series: NDArray[np.int64]
    buckets: NDArray[np.int64]
    values: NDArray[np.float64]
    n: NDArray[np.float64] | None
    moments: Moments


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some series in one dense array, each shifted so that phases of the season agree.

    Attributes
    ----------
    series : array of int, shape (series,)
        Their numbers.
    first : array of int, shape (series,)
        Bucket that stands in the first row of the arrays.
    length : array of int, shape (series,)
        Rows that are judged, counted from the first row.
    lead : array of int, shape (series,)
        Rows before the first value.
    values, n : array of float, shape (buckets, series)
    """

    series: NDArray[np.int64]
    first: NDArray[np.int64]
    length: NDArray[np.int64]
    lead: NDArray[np.int64]
    values: NDArray[np.float64]
    n: NDArray[np.float64] | None


def read_watch_input(
    table: pa.Table, *, time: str, value: str, by: Sequence[str], n: str | None, grain: str | None
) -> WatchInput:
    """Read the columns, number series and buckets, and refuse what cannot be judged.

    Raises
    ------
    DataError
        DAT-34x: times, duplicates, grain, numbers that are none or infinite, shares outside 0 to 1.
    """
    moments = read_moments(table, time)
    series, labels = _number_series(table, tuple(by))
    values = _read_numbers(table, value)
    parts = None if n is None else _read_numbers(table, n)
    if parts is not None:
        values = _check_shares(values, parts, value)
    found, buckets = number_buckets(moments, series, grain)
    order = np.lexsort((buckets, series))
    return WatchInput(
        labels=labels, grain=found, series=series[order], buckets=buckets[order], values=values[order],
        n=None if parts is None else parts[order], moments=moments,
    )  # fmt: skip


def pack_blocks(given: WatchInput) -> Iterator[Block]:
    """Pack series of like length into dense arrays of bounded size."""
    if not given.series.size:
        return
    rhythm = given.grain.rhythm
    begins = np.flatnonzero(np.diff(given.series, prepend=-1))
    ends = np.append(begins[1:], given.series.size)
    first, last = given.buckets[begins], given.buckets[ends - 1]
    # a series that stopped counts as missing for one season, then as ended
    until = np.minimum(given.buckets.max(), last + rhythm.inner)
    lead = first % rhythm.period
    length = until - first + 1 + lead
    order = np.argsort(-length, kind="stable")
    while order.size:
        longest = int(length[order[0]])
        count = min(_MOST_SERIES, max(1, _MOST_CELLS // longest))
        chosen, order = np.sort(order[:count]), order[count:]
        values = np.full((longest, chosen.size), np.nan)
        n = None if given.n is None else np.full((longest, chosen.size), np.nan)
        rows = np.concatenate([np.arange(int(begins[s]), int(ends[s])) for s in chosen.tolist()])
        column = np.repeat(np.arange(chosen.size), ends[chosen] - begins[chosen])
        place = given.buckets[rows] - (first - lead)[chosen][column]
        values[place, column] = given.values[rows]
        if n is not None and given.n is not None:
            n[place, column] = given.n[rows]
        yield Block(
            series=given.series[begins[chosen]], first=(first - lead)[chosen], length=length[chosen],
            lead=lead[chosen], values=values, n=n,
        )  # fmt: skip


def _number_series(table: pa.Table, by: tuple[str, ...]) -> tuple[NDArray[np.int64], pa.Table]:
    import pyarrow as pa

    arrow = cast("Any", pa)
    rows = table.num_rows
    codes = np.zeros(rows, np.int64)
    for name in by:
        column: Any = table.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        joined: Any = arrow.concat_arrays(column.chunks or [arrow.array([], column.type)])
        encoded: Any = joined.dictionary_encode(null_encoding="encode")
        # by value, not by first appearance: the order of rows must not matter
        known: list[Any] = encoded.dictionary.to_pylist()
        ordered = sorted((at for at, each in enumerate(known) if each is not None), key=known.__getitem__)
        ranks = np.full(len(known), len(known))
        ranks[ordered] = np.arange(len(ordered))
        own = ranks[np.asarray(encoded.indices.to_numpy(zero_copy_only=False), np.int64)]
        codes = np.unique(codes * (len(encoded.dictionary) + 1) + own, return_inverse=True)[1].astype(
            np.int64
        )
    _, firsts = np.unique(codes, return_index=True)
    labels: Any = table.select(list(by))
    for at, kind in enumerate(labels.schema.types):
        if pa.types.is_string_view(kind):  # the kind that Polars hands over; few functions know it
            labels = labels.set_column(at, labels.column_names[at], labels.column(at).cast(pa.string()))
    return codes, labels.take(pa.array(firsts)) if by else labels


def _read_numbers(table: pa.Table, name: str) -> NDArray[np.float64]:
    import pyarrow as pa

    column: Any = table.column(name)
    kind = column.type
    if pa.types.is_null(kind):
        return np.full(table.num_rows, np.nan)
    if not (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_boolean(kind)
    ):
        raise DataError(f"Column {name!r} holds {kind}, not numbers.", code="DAT-344")
    if pa.types.is_boolean(kind):
        column = column.cast(pa.int8())
    found = np.array(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
    infinite = int(np.isinf(found).sum())
    if infinite:
        raise DataError(
            f"Column {name!r} holds {infinite} infinite values: no forecast can follow them. Make them null or "
            "filter the rows.",
            code="DAT-344",
        )
    return found


def _check_shares(values: NDArray[np.float64], n: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        wrong = int(((values < 0) | (values > 1) | (n < 0)).sum())
    if wrong:
        raise DataError(
            f"{wrong} rows of {name!r} lie outside 0 to 1, or have a negative n. With n, the value is a share: "
            "numerator over n.",
            code="DAT-345",
        )
    return np.where(np.isnan(n) | (n == 0), np.nan, values)
