"""What detection found: one row a bucket and series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["Detection"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """Verdicts over time, with what they rest on.

    Attributes
    ----------
    data : pa.Table
        One row a bucket and series, sorted: the columns that tell series apart, then ``time``, ``value``, ``n`` if
        there is one, ``expected``, ``low`` and ``high`` (a bucket at their edge has a p-value of 0.01), ``p_value``,
        ``verdict`` (normal, anomaly, not enough history, unfinished, missing), ``kind`` of an anomaly, ``incident``
        (shared by the anomalies of one event) and ``alert`` (a person should hear of it).
    by : tuple of str
        Columns that tell series apart.
    grain : str
        Name of the bucket size.
    series : int
        How many.
    threshold : float
        A p-value below it is an anomaly.
    """

    data: pa.Table
    by: tuple[str, ...]
    grain: str
    series: int
    threshold: float

    def anomalies(self) -> pa.Table:
        """Only the rows whose verdict is an anomaly."""
        from pyarrow import compute

        pc: Any = compute
        return self.data.filter(pc.equal(self.data.column("verdict"), "anomaly"))

    def incidents(self) -> pa.Table:
        """One row an incident: first and last bucket, anomalies in it, alerts, smallest p-value, first kind."""
        found: Any = self.anomalies()
        if not found.num_rows:
            return found.select([*self.by, "incident"])
        grouped = found.group_by([*self.by, "incident"], use_threads=False).aggregate(
            [
                ("time", "min"), ("time", "max"), ("time", "count"), ("p_value", "min"), ("kind", "first"),
            ]
        )  # fmt: skip
        names = {"time_min": "first", "time_max": "last", "time_count": "buckets", "kind_first": "kind"}
        return grouped.rename_columns([names.get(name, name) for name in grouped.column_names])

    def summary(self) -> str:
        """One sentence: how many anomalies in how many series, and what was not judged."""
        from pyarrow import compute

        pc: Any = compute
        counted = {
            row["values"]: row["counts"] for row in pc.value_counts(self.data.column("verdict")).to_pylist()
        }
        alerts = pc.sum(self.data.column("alert")).as_py() or 0
        parts = [
            f"{counted.get('anomaly', 0)} anomalies in {self.series} series by {self.grain}, {alerts} to alert",
            f"an anomaly has a p-value below {self.threshold:.2g}",
        ]
        parts += [
            f"{counted[name]} {name}"
            for name in ("not enough history", "unfinished", "missing")
            if name in counted
        ]
        return "; ".join(parts) + "."

    def to_polars(self) -> pl.DataFrame:
        """The rows as a frame of Polars."""
        import polars as pl

        return cast("pl.DataFrame", cast("Any", pl).from_arrow(self.data))

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a frame of pandas."""
        frame: Any = self.data
        return frame.to_pandas()

    def __len__(self) -> int:
        return self.data.num_rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        table: Any = self.data
        return table.__arrow_c_stream__(requested_schema)
