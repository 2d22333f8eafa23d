"""Keep gathered series in a file, so that asking again costs nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from gnomon.app.watching.gather import Gathered, SeriesKey

__all__ = ["load_gathered", "save_gathered"]


def save_gathered(given: Gathered, file: Path) -> None:
    """Write series to a Parquet file; their keys are in its metadata."""
    keys = [
        {
            "metric": k.metric,
            "where": k.where,
            "grain": k.grain,
            "last": str(k.last),
            "shares": k.has_shares,
            "family": k.family,
        }
        for k in given.keys
    ]
    columns = {"series": given.series, "time": given.time, "value": given.value, "n": given.n}
    table = cast("Any", pa).table(columns)
    told = {"keys": json.dumps(keys), "notes": json.dumps(given.notes)}
    cast("Any", parquet).write_table(table.replace_schema_metadata(told), file)


def load_gathered(file: Path) -> Gathered:
    """Read what :func:`save_gathered` wrote."""
    table: Any = cast("Any", parquet).read_table(file)
    told = {name.decode(): json.loads(text) for name, text in table.schema.metadata.items()}
    keys = tuple(
        SeriesKey(
            metric=k["metric"],
            where=tuple((dim, value) for dim, value in k["where"]),
            grain=k["grain"],
            last=np.datetime64(k["last"], "us"),
            has_shares=k["shares"],
            family=k["family"],
        )
        for k in told["keys"]
    )
    return Gathered(
        keys=keys,
        series=np.array(table["series"].to_numpy(), np.int64),
        time=np.array(table["time"].to_numpy(), "datetime64[us]"),
        value=np.array(table["value"].to_numpy(), np.float64),
        n=np.array(table["n"].to_numpy(), np.float64),
        notes=tuple(told["notes"]),
    )
