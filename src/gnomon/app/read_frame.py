"""Read anybody's table: Arrow, Polars, pandas, a mapping of columns, or a CSV or Parquet file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gnomon.base.errors import DataError, UnknownNameError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["check_columns", "read_frame"]


def read_frame(frame: object) -> pa.Table:
    """Turn a frame or the path of a file into an Arrow table.

    Parameters
    ----------
    frame : Arrow table, frame of Polars or pandas, mapping of columns, or path of a CSV or Parquet file

    Raises
    ------
    DataError
        DAT-320 when it is none of these, or the file cannot be read.

    Examples
    --------
    >>> read_frame({"os": ["ios", "web"], "plays": [1, 2]}).num_rows
    2
    """
    import pyarrow as pa

    if isinstance(frame, str | Path):
        return _read_file(Path(frame))
    if isinstance(frame, pa.Table):
        return frame
    try:
        if isinstance(frame, Mapping):
            columns = cast("Mapping[Any, Any]", frame)
            return pa.table(cast("Any", {str(name): pa.array(v) for name, v in columns.items()}))
        if type(frame).__module__.partition(".")[0] == "pandas":
            return pa.Table.from_pandas(cast("Any", frame), preserve_index=False)
        if hasattr(frame, "__arrow_c_stream__"):
            return pa.table(cast("Any", frame))
    except (pa.ArrowException, ValueError, TypeError) as error:
        raise DataError(f"The frame cannot be read as a table: {error}", code="DAT-320") from error
    raise DataError(
        f"A {type(frame).__name__} is no table. Give a frame of Polars or pandas, an Arrow table, a mapping of "
        "columns, or the path of a CSV or Parquet file.",
        code="DAT-320",
    )


def check_columns(table: pa.Table, names: tuple[str, ...]) -> None:
    """Check that a table has these columns.

    Raises
    ------
    UnknownNameError
        With the nearest names that it has.
    """
    for name in names:
        if name not in table.column_names:
            raise UnknownNameError.of("column", name, table.column_names)


def _read_file(path: Path) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv, parquet

    readers: dict[str, Any] = {".csv": csv.read_csv, ".parquet": cast("Any", parquet).read_table}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DataError(f"{path.name}: a table is read from .csv or .parquet.", code="DAT-320")
    try:
        return cast("pa.Table", reader(path))
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path.name} cannot be read: {error}", code="DAT-320") from error
