from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.differential.compare import compare_rows
from tests.differential.neutral import HERE, load_questions

pytestmark = pytest.mark.metricflow

ROOT = HERE.parents[1]
PYTHON = Path(
    os.environ.get("GNOMON_METRICFLOW_PYTHON", str(ROOT / ".venvs" / "metricflow" / "bin" / "python"))
)
TOLERANCE = 1e-9


def read_answers(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return {answer["id"]: answer for answer in map(json.loads, lines)}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    if not PYTHON.exists():
        reason = f"MetricFlow's Python {PYTHON} is missing; `make setup` makes it."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("metricflow")
    run = subprocess.run(
        [str(PYTHON), str(HERE / "run_metricflow.py"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return read_answers(folder / "rows.jsonl")


def test_committed_rows_when_metricflow_is_asked_again_then_they_are_the_same(fresh):
    committed = read_answers(HERE / "expected" / "rows.jsonl")
    assert list(committed) == list(fresh), "Write expected/rows.jsonl anew with run_metricflow.py."
    reports = {
        question["id"]: compare_rows(
            committed[question["id"]]["rows"],
            fresh[question["id"]]["rows"],
            len(question.get("expect_by", question.get("by", []))),
            tolerance=question.get("tolerance", TOLERANCE),
            is_ordered="order_by" in question,
        )
        for question in load_questions()
    }
    assert not {name: report for name, report in reports.items() if report}
