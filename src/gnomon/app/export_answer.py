"""An answer as JSON, CSV, Markdown or Parquet."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from gnomon.app.answer_text import TextTable, count_rules, tabulate, tabulate_long
from gnomon.base.errors import InputError
from gnomon.base.files import whole_file, write_whole
from gnomon.base.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

    from gnomon.app.answer import Answer, Shape

__all__ = ["FORMS", "SCHEMA", "answer_table", "write_answer", "write_text"]

SCHEMA: Final = "gnomon.answer/1"


def answer_table(answer: Answer, *, shape: Shape = "wide", with_n: bool = True) -> TextTable:
    """Write an answer as headings and cells of text, wide or long."""
    if shape == "wide":
        return tabulate(answer, with_n=with_n)
    table = answer.long()
    time_key = next((k for k in answer.keys if k.kind == "time"), None)
    return tabulate_long(
        table.to_pylist(),
        table.column_names,
        time=time_key.name if time_key else None,
        grain=time_key.grain if time_key else None,
    )


def write_text(answer: Answer, *, form: str, shape: Shape = "wide") -> str:
    """Write an answer as text.

    Parameters
    ----------
    answer : Answer
        Any.
    form : str
        ``json`` (schema ``gnomon.answer/1``), ``csv`` or ``md``.
    shape : str
        ``wide`` (one row a period and slice) or ``long`` (one row a metric as well).

    Raises
    ------
    InputError
        If the form is none of these.
    """
    if form not in FORMS:
        raise InputError(f"Unknown form {form!r}. Use one of {', '.join(FORMS)}.", code="INP-014")
    return FORMS[form](answer, shape)


def write_answer(answer: Answer, path: str | Path, *, form: str, shape: Shape = "wide") -> None:
    """Write an answer to a file, whole or not at all; ``form`` may also be ``parquet``."""
    if form != "parquet":
        write_whole(path, write_text(answer, form=form, shape=shape))
        return
    import pyarrow.parquet as pq

    # an open file: of a path that it fails to write, the library removes even a device
    with whole_file(path) as draft, draft.open("wb") as handle:
        pq.write_table(_rows(answer, shape), handle)  # pyright: ignore[reportUnknownMemberType] # its stubs are partial


def _rows(answer: Answer, shape: Shape) -> pa.Table:
    return answer.wide(details=True) if shape == "wide" else answer.long()


def _write_json(answer: Answer, shape: Shape) -> str:
    table = _rows(answer, shape)
    document = {
        "schema": SCHEMA,
        "question": answer.question,
        "shape": shape,
        "keys": answer.keys,
        "metrics": answer.metrics,
        "rows": table.to_pylist(),
        "timezone": answer.timezone,
        "as_of": answer.as_of,
        "complete_through": answer.complete_through,
        "data_version": answer.data_version,
        "cost": answer.cost,
        "notes": answer.notes,
        "sql": answer.sql,
    }
    return json.dumps(to_plain(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _write_csv(answer: Answer, shape: Shape) -> str:
    table = _rows(answer, shape)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([_csv_cell(row[name]) for name in table.column_names])
    return buffer.getvalue()


def _write_markdown(answer: Answer, shape: Shape) -> str:
    table = answer_table(answer, shape=shape)
    lines = [
        _markdown_row([c.heading for c in table.columns]),
        _markdown_row(["---:" if c.is_number else "---" for c in table.columns]),
        *(_markdown_row(row) for row in table.rows),
        *(line for rule in count_rules(answer) for line in ("", _markdown_text(rule))),
    ]
    return "\n".join(lines) + "\n"


FORMS: Final[dict[str, Callable[[Answer, Shape], str]]] = {
    "json": _write_json,
    "csv": _write_csv,
    "md": _write_markdown,
}


def _markdown_row(cells: list[str] | tuple[str, ...]) -> str:
    shown = [c.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for c in cells]
    return f"| {' | '.join(shown)} |"


def _markdown_text(text: str) -> str:
    """Keep what Markdown would read as its own signs."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text).replace("\n", " ")


def _csv_cell(value: object) -> object:
    """Unknown is an empty cell; every digit of a decimal and the zone of a moment stay."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return format(value, "f") if isinstance(value, Decimal) else value
