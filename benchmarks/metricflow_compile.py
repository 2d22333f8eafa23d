"""Compile questions with MetricFlow, in its own environment: ``metricflow_compile.py IDS.json PASSES``.

Writes one line: milliseconds of CPU for each question, one list for each pass.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from pathlib import Path

import duckdb
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "differential"))

from mf_engine import build_engine
from neutral import HERE
from run_metricflow import make_request


def main(ids: list[str], passes: int) -> None:
    """Time the way to SQL text; nothing runs, and one pass comes first to fill caches."""
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.execute((HERE / "data.sql").read_text(encoding="utf-8"))
    engine = build_engine(HERE / "dbt", connection)
    by_id = {q["id"]: q for q in yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))}
    taken: list[list[float]] = []
    for _ in range(passes + 1):
        times: list[float] = []
        for name in ids:
            start = time.process_time()
            text = engine.explain(make_request(by_id[name])).sql_statement.sql
            times.append(1e3 * (time.process_time() - start))
            assert text
        taken.append(times)
    told = {"milliseconds": taken[1:], "version": importlib.metadata.version("metricflow")}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), int(sys.argv[2]))
