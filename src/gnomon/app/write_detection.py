"""Verdicts as JSON, CSV or Parquet."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Final

from gnomon.base.errors import InputError
from gnomon.base.files import whole_file
from gnomon.base.plain import to_plain

if TYPE_CHECKING:
    from pathlib import Path

    from gnomon.app.detection import Detection

__all__ = ["SCHEMA", "is_last_anomalous", "write_detection", "write_detection_text"]

SCHEMA: Final = "gnomon.detect/1"


def write_detection(found: Detection, path: Path) -> None:
    """Write every bucket to a Parquet file, whole or not at all."""
    import pyarrow.parquet as pq

    with whole_file(path) as draft, draft.open("wb") as handle:
        pq.write_table(found.data, handle)  # pyright: ignore[reportUnknownMemberType] # its stubs are partial


def write_detection_text(found: Detection, *, form: str, only_anomalies: bool) -> str:
    """Write verdicts as text.

    Parameters
    ----------
    form : str
        ``json`` (schema ``gnomon.detect/1``) or ``csv``.
    only_anomalies : bool
        Leave out every bucket that is none.
    """
    table: Any = found.anomalies() if only_anomalies else found.data
    if form == "csv":
        from pyarrow import csv

        buffer = io.BytesIO()
        csv.write_csv(table, buffer)
        return buffer.getvalue().decode()
    if form != "json":
        raise InputError(f"Unknown form {form!r}. Use json or csv.", code="INP-014")
    document = {
        "schema": SCHEMA, "grain": found.grain, "series": found.series, "threshold": found.threshold,
        "rows": to_plain(table.to_pylist()),
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def is_last_anomalous(found: Detection) -> bool:
    """Whether the last judged bucket of some series is an anomaly."""
    from pyarrow import compute

    pc: Any = compute
    judged: Any = found.data.filter(pc.not_equal(found.data.column("verdict"), "unfinished"))
    if not judged.num_rows:
        return False
    last = pc.max(judged.column("time"))
    return pc.any(
        pc.and_(pc.equal(judged.column("time"), last), pc.equal(judged.column("verdict"), "anomaly"))
    ).as_py()
