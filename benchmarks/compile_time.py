"""From a question to SQL text: CPU time of Gnomon and of MetricFlow on the same model, in one run."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import duckdb

import gnomon
from benchmarks.events import HERE
from benchmarks.questions import DIFFERENTIAL, pick_questions
from gnomon import import_dbt

__all__ = ["CompileTimes", "measure_compiling"]

PYTHON_METRICFLOW = HERE.parent / ".venvs" / "metricflow" / "bin" / "python"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileTimes:
    """CPU milliseconds for a question: the median of some passes, one number a question.

    Attributes
    ----------
    metricflow : list of float or None
        None where its environment is missing.
    """

    gnomon: list[float]
    metricflow: list[float] | None
    metricflow_version: str | None

    @staticmethod
    def middle(times: list[float]) -> float:
        """The median over questions."""
        return median(times)

    @staticmethod
    def tail(times: list[float]) -> float:
        """The 95th percentile over questions."""
        return quantiles(times, n=20, method="inclusive")[-1]


def measure_compiling(count: int = 200, passes: int = 3) -> CompileTimes:
    """Time both sides over the same questions; each has seen them once before."""
    questions = pick_questions(count)
    ours = _time_gnomon(questions, passes)
    theirs, version = _time_metricflow([q["id"] for q in questions], passes)
    return CompileTimes(gnomon=ours, metricflow=theirs, metricflow_version=version)


def _time_gnomon(questions: list[dict[str, Any]], passes: int) -> list[float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with duckdb.connect(str(folder / "shop.duckdb")) as connection:
            connection.execute((DIFFERENTIAL / "data.sql").read_text(encoding="utf-8"))
        import_dbt(DIFFERENTIAL / "dbt", into=folder / "project", engine_url="duckdb:///../shop.duckdb")
        with gnomon.load(folder / "project") as project:
            taken = [[_time_one(project, question) for question in questions] for _ in range(passes + 1)]
    return [median(each) for each in zip(*taken[1:], strict=True)]


def _time_one(project: gnomon.Project, question: dict[str, Any]) -> float:
    options = {
        key: question[key] for key in ("start", "end", "order_by", "limit", "where") if key in question
    }
    start = time.process_time()
    if "saved" in question:
        text = project.sql(**project.saved_arguments(question["saved"], options))
    else:
        text = project.sql(question.get("metrics", []), by=question.get("by", []), **options)
    taken = time.process_time() - start
    assert text
    return 1e3 * taken


def _time_metricflow(ids: list[str], passes: int) -> tuple[list[float] | None, str | None]:
    if not PYTHON_METRICFLOW.exists():
        return None, None
    command = [str(PYTHON_METRICFLOW), str(HERE / "metricflow_compile.py"), json.dumps(ids), str(passes)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return [median(each) for each in zip(*told["milliseconds"], strict=True)], told["version"]
