"""Localise a change in anybody's cube: which segments moved apart from the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from gnomon.app.read_frame import check_columns, read_frame
from gnomon.base.errors import DataError, QuestionError

if TYPE_CHECKING:
    import pyarrow as pa

    from gnomon.explain.localise.grouping import Codes, Floats
    from gnomon.records.localisation import Localisation

__all__ = ["encode_values", "localise", "pair_columns", "read_numbers"]

_MOST_DIMENSIONS = 8


def localise(
    frame: object,
    dims: Sequence[str],
    *,
    expected: str | tuple[str, str],
    actual: str | tuple[str, str],
) -> Localisation:
    """Name the fewest segments that explain a change, over all combinations of dimensions.

    Segments are searched greedily by penalised likelihood: each must bring more evidence than its price, which
    grows with its rivals and its depth; all are fitted together with one common level. When the change is
    everywhere about the same, none is named.

    Parameters
    ----------
    frame : Arrow table, frame of Polars or pandas, mapping of columns, or path of a CSV or Parquet file
        One row a cell; rows of the same cell are added up.
    dims : sequence of str
        One to eight columns to search in; null is a value of its own.
    expected, actual : str or (str, str)
        Columns of a sum before and after, or (numerator, denominator) of a ratio.

    Returns
    -------
    Localisation

    Raises
    ------
    UnknownNameError
        When a column does not exist.
    QuestionError
        ASK-290 when there are no dimensions, too many, or one twice; or a sum stands beside a ratio.
    DataError
        DAT-320 when the frame cannot be read, DAT-321 when a value is negative, DAT-322 when a measure is no
        number.

    Examples
    --------
    >>> cube = {
    ...     "os": ["ios", "android", "web", "tv"] * 3,
    ...     "country": ["DE"] * 4 + ["FR"] * 4 + ["IT"] * 4,
    ...     "before": [900, 1200, 800, 400, 700, 900, 600, 300, 800, 1000, 700, 350],
    ...     "now": [450, 1210, 790, 405, 352, 890, 610, 296, 395, 1010, 695, 352],
    ... }
    >>> localise(cube, ["os", "country"], expected="before", actual="now").segments[0].name
    'os = ios'
    """
    from gnomon.explain.localise.cells import Cells
    from gnomon.explain.localise.judge import localise_cells

    names = tuple(dims)
    columns = pair_columns(expected, actual)
    _check_dimensions(names)
    table = read_frame(frame)
    check_columns(table, (*names, *columns))
    coded = [encode_values(table, name) for name in names]
    return localise_cells(
        Cells(
            names=names,
            labels=tuple(labels for labels, _ in coded),
            codes=tuple(codes for _, codes in coded),
            values=tuple(read_numbers(table, name) for name in columns),
        )
    )


def pair_columns(expected: str | tuple[str, str], actual: str | tuple[str, str]) -> tuple[str, ...]:
    """Columns in the order expected, actual; for a ratio numerators first, then denominators.

    Raises
    ------
    QuestionError
        ASK-290 when a sum stands beside a ratio.
    """
    if isinstance(expected, str) and isinstance(actual, str):
        return expected, actual
    if isinstance(expected, str) or isinstance(actual, str):
        raise QuestionError(
            "One of expected and actual is a column, the other a pair. Give one column each for a sum, or "
            "(numerator, denominator) each for a ratio.",
            code="ASK-290",
        )
    if len(expected) != 2 or len(actual) != 2:  # noqa: PLR2004 - numerator and denominator
        raise QuestionError("A ratio is a pair: (numerator, denominator).", code="ASK-290")
    return expected[0], actual[0], expected[1], actual[1]


def _check_dimensions(names: tuple[str, ...]) -> None:
    if not 1 <= len(names) <= _MOST_DIMENSIONS:
        raise QuestionError(
            f"{len(names)} dimensions; give one to {_MOST_DIMENSIONS} columns to search in.", code="ASK-290"
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise QuestionError(f"Dimension {twice[0]!r} is named twice.", code="ASK-290")


def encode_values(table: pa.Table, name: str) -> tuple[Sequence[object], Codes]:
    """Number the values of a dimension; null gets a number as well."""
    import numpy as np
    import pyarrow as pa

    column: Any = table.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not column.num_chunks:
        return [], np.zeros(0, np.int32)
    joined = pa.concat_arrays(column.chunks)
    encoded = joined.dictionary_encode(null_encoding="encode")
    codes = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int32)
    return cast("list[object]", encoded.dictionary.to_pylist()), codes


def read_numbers(table: pa.Table, name: str) -> Floats:
    """Read a measure as floats; null becomes nan."""
    import numpy as np
    import pyarrow as pa

    column: Any = table.column(name)
    kind = column.type
    if pa.types.is_null(kind):
        return np.full(table.num_rows, np.nan)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise DataError(f"Column {name!r} holds {kind}, not numbers.", code="DAT-322")
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
