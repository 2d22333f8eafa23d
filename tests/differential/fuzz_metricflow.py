"""Answer questions for the fuzzer, one JSON line each: ``fuzz_metricflow.py DBT_FOLDER DATA_SQL``.

Runs in MetricFlow's own environment and stays up until its input ends.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import duckdb
from mf_engine import build_engine
from run_metricflow import answer_question, make_request


def answer(engine: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Ask one question; a refusal is an answer too."""
    try:
        return answer_question(engine, question)
    except Exception as error:  # noqa: BLE001 - whatever MetricFlow raises is told to the other side
        return {"id": question["id"], "error": f"{type(error).__name__}: {str(error)[:1500]}"}


def explain(engine: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Give MetricFlow's SQL for a question."""
    try:
        return {"sql": engine.explain(make_request(question)).sql_statement.sql}
    except Exception as error:  # noqa: BLE001 - as above
        return {"sql": f"{type(error).__name__}: {str(error)[:600]}"}


def main(folder: Path, data: Path) -> None:
    """Read questions until the input ends."""
    logging.disable(logging.CRITICAL)
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.execute(data.read_text(encoding="utf-8"))
    engine = build_engine(folder, connection)
    for line in sys.stdin:
        question = json.loads(line)
        reply = explain(engine, question) if question.pop("explain", False) else answer(engine, question)
        sys.stdout.write(json.dumps(reply, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
