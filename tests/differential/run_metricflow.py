"""Ask MetricFlow every question and write its rows: ``run_metricflow.py FOLDER``.

Runs in MetricFlow's own environment. The folder gets ``rows.jsonl``, one line a question.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantic_interfaces.type_enums import DatePart
from metricflow_semantics.specs.query_param_implementations import (
    DimensionOrEntityParameter,
    TimeDimensionParameter,
)
from mf_engine import build_engine
from neutral import HERE, list_conditions, plain_rows, render_filter, split_name


def make_group_by(name: str) -> DimensionOrEntityParameter | TimeDimensionParameter:
    """Name one column to group by."""
    item, grain, part = split_name(name)
    if grain or part or item == "metric_time":
        return TimeDimensionParameter(name=item, grain=grain, date_part=DatePart(part) if part else None)
    return DimensionOrEntityParameter(name=item)


def make_order(item: str) -> str:
    """Name one column to order by; a leading dash turns it round."""
    name, grain, _ = split_name(item.removeprefix("-"))
    return "-" * item.startswith("-") + name + (f"__{grain}" if grain else "")


def make_request(question: dict[str, Any]) -> MetricFlowQueryRequest:
    """Write a neutral question as a request to MetricFlow."""
    start, end = (
        datetime.fromisoformat(str(question[key])) if key in question else None for key in ("start", "end")
    )
    return MetricFlowQueryRequest.create(
        saved_query_name=question.get("saved"),
        metric_names=question.get("metrics"),
        group_by=[make_group_by(name) for name in question.get("by", [])] or None,
        where_constraints=[render_filter(text) for text in list_conditions(question)] or None,
        time_constraint_start=start,
        time_constraint_end=end,
        order_by_names=[make_order(item) for item in question.get("order_by", [])] or None,
        limit=question.get("limit"),
    )


def find_column(name: str, columns: list[str]) -> int:
    """Find where the answer holds a column that was asked for."""
    item, grain, part = split_name(name)
    full = f"{item}__{grain}" if grain else f"{item}__extract_{part}" if part else item
    exact = [place for place, column in enumerate(columns) if column == full]
    # Without a grain the default one is added; a shortened path comes back in full.
    near = [p for p, c in enumerate(columns) if c.startswith(f"{full}__") or c.endswith(f"__{full}")]
    (place,) = exact or near
    return place


def answer_question(engine: MetricFlowEngine, question: dict[str, Any]) -> dict[str, Any]:
    """Ask one question and put its columns in the order asked."""
    table = engine.query(make_request(question)).result_df
    found = [description.column_name for description in table.column_descriptions]
    if "saved" in question:
        asked = [*question["expect_by"], *question["expect_metrics"]]
        keys = len(question["expect_by"])
    else:
        asked = [*question.get("by", []), *question.get("metrics", [])]
        keys = len(question.get("by", []))
    places = [find_column(name, found) for name in asked]
    rows = [[row[place] for place in places] for row in table.rows]
    is_ordered = "order_by" in question or question.get("is_ordered", False)
    return {"id": question["id"], "columns": asked, "rows": plain_rows(rows, keys, is_ordered=is_ordered)}


def main(folder: Path) -> int:
    """Answer all questions; exit 1 if MetricFlow refuses one."""
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.execute((HERE / "data.sql").read_text(encoding="utf-8"))
    engine = build_engine(HERE / "dbt", connection)
    questions = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    lines: list[str] = []
    failures = 0
    for question in questions:
        try:
            answer = answer_question(engine, question)
        except Exception as error:  # noqa: BLE001 - whatever MetricFlow raises, the others are still asked
            failures += 1
            sys.stderr.write(f"{question['id']}: {type(error).__name__}: {str(error)[:600]}\n")
            continue
        lines.append(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} of {len(questions)} questions answered\n")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
