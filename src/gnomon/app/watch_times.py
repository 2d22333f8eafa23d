"""Times of a table as numbered buckets of a grain, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from gnomon.base.errors import DataError
from gnomon.watch.grains import WatchGrain, guess_grain, read_grain

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Moments", "number_buckets", "read_moments", "start_times"]

_DAY: Final = 86_400
_OFFSET: Final = r"(?:Z|[+-]\d{2}:?\d{2})$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """A column of times.

    Attributes
    ----------
    seconds : array of int, shape (rows,)
        Since 1970, on the wall clock of the column's zone.
    kind : pa.DataType
        Type of the column as it came.
    """

    seconds: NDArray[np.int64]
    kind: pa.DataType


def read_moments(table: pa.Table, name: str) -> Moments:
    """Read a column of dates, timestamps or texts that are such.

    Raises
    ------
    DataError
        DAT-340 if it holds no times or gaps, DAT-341 if it mixes time zones.
    """
    import pyarrow as pa
    from pyarrow import compute

    pc: Any = compute
    column: Any = table.column(name)
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    if column.null_count:
        raise DataError(f"Column {name!r} lacks the time of {column.null_count} rows.", code="DAT-340")
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column, kind = _parse(column, name), pa.timestamp("us")
    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"))
    if not pa.types.is_timestamp(column.type):
        raise DataError(f"Column {name!r} holds {kind}, not dates or timestamps. Cast it.", code="DAT-340")
    if column.type.tz is not None:
        column = pc.local_timestamp(column)
    whole = column.cast(pa.timestamp("us"), safe=False).cast(pa.int64())
    return Moments(seconds=np.asarray(whole.to_numpy()) // 1_000_000, kind=kind)


def _parse(column: Any, name: str) -> Any:  # noqa: ANN401 - columns of a library without types
    import pyarrow as pa
    from pyarrow import compute

    pc: Any = compute
    offsets = pc.utf8_slice_codeunits(column, 10)
    found = pc.unique(pc.struct_field(pc.extract_regex(offsets, f"(?P<zone>{_OFFSET})"), "zone")).to_pylist()
    if len(found) > 1:
        shown = ", ".join(sorted(str(zone or "no zone") for zone in found)[:4])
        raise DataError(
            f"Column {name!r} mixes time zones ({shown}). Bring all times to one zone first.", code="DAT-341"
        )
    wall = pc.replace_substring_regex(column, _OFFSET, "") if found and found[0] else column
    try:
        return wall.cast(pa.timestamp("us"))
    except pa.ArrowInvalid as error:
        raise DataError(f"Column {name!r} holds text that is no time: {error}", code="DAT-340") from error


def number_buckets(
    moments: Moments, series: NDArray[np.int64], grain: str | None
) -> tuple[WatchGrain, NDArray[np.int64]]:
    """Number the bucket of every row.

    Parameters
    ----------
    series : array of int, shape (rows,)
        Which series a row belongs to.
    grain : str, optional
        Guessed from the gaps when not given.

    Raises
    ------
    DataError
        DAT-342 if a series has two rows at one time, DAT-343 if the grain does not fit the times.
    """
    order = np.lexsort((moments.seconds, series))
    seconds, owner = moments.seconds[order], series[order]
    gaps = np.diff(seconds)[np.diff(owner) == 0]
    if (gaps == 0).any():
        raise DataError(
            f"{int((gaps == 0).sum())} rows repeat the time of another row of their series. Name the columns that "
            "tell series apart (by), or aggregate first.",
            code="DAT-342",
        )
    wanted = read_grain(grain) if grain is not None else guess_grain(gaps)
    numbers = _number(seconds, wanted)
    same = (np.diff(numbers) == 0) & (np.diff(owner) == 0)
    if same.any():
        raise DataError(
            f"{int(same.sum())} rows share a {wanted.name} with another row of their series: the times are finer "
            "than the grain. Name a finer grain, or aggregate first.",
            code="DAT-343",
        )
    _check_not_coarser(gaps, wanted)
    back = np.empty_like(numbers)
    back[order] = numbers
    return wanted, back


def _check_not_coarser(gaps: NDArray[np.int64], grain: WatchGrain) -> None:
    length = grain.seconds or grain.months * 28 * _DAY
    if gaps.size and np.median(gaps) >= 3 * length:
        raise DataError(
            f"Rows lie {np.median(gaps) / length:.0f} buckets of a {grain.name} apart: the times are coarser than "
            "the grain. Name a coarser grain.",
            code="DAT-343",
        )


def _number(seconds: NDArray[np.int64], grain: WatchGrain) -> NDArray[np.int64]:
    if grain.months:
        months = seconds.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
        return months // grain.months
    if grain.seconds == 7 * _DAY:
        return (seconds // _DAY + 3) // 7  # weeks begin on Monday
    return seconds // grain.seconds


def start_times(numbers: NDArray[np.int64], grain: WatchGrain) -> NDArray[np.datetime64]:
    """First moment of numbered buckets, on the wall clock."""
    if grain.months:
        return (numbers * grain.months).astype("datetime64[M]").astype("datetime64[us]")
    if grain.seconds == 7 * _DAY:
        return ((numbers * 7 - 3) * _DAY).astype("datetime64[s]").astype("datetime64[us]")
    return cast(
        "NDArray[np.datetime64]", (numbers * grain.seconds).astype("datetime64[s]").astype("datetime64[us]")
    )
