"""Ask random questions of MetricFlow and of Gnomon and show where they differ.

Not part of the tests: ``python -m tests.differential.fuzz --count 500 --seed 1 [--model wide]``.
A difference is shrunk to the smallest question that still differs and printed with both queries.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

import gnomon
from tests.differential.compare import compare_rows
from tests.differential.fuzz_items import Shop
from tests.differential.fuzz_questions import Asker
from tests.differential.neutral import HERE, list_conditions, plain_rows

ROOT = HERE.parents[1]
PYTHON = os.environ.get("GNOMON_METRICFLOW_PYTHON", str(ROOT / ".venvs" / "metricflow" / "bin" / "python"))
MODELS = {"shop": (HERE / "dbt", HERE / "data.sql"), "wide": (HERE / "dbt_wide", HERE / "data_wide.sql")}
TOLERANCE = 1e-9
# Names of models with validity.
VALIDITIES = ("tier", "valid_from", "valid_to", "terms", "is_clean", "grade")


def tell(*texts: str) -> None:
    """Write lines for the person who runs it."""
    sys.stdout.write("\n".join(texts) + "\n")
    sys.stdout.flush()


class MetricFlow:
    """MetricFlow in its own process."""

    def __init__(self, folder: Path, data: Path) -> None:
        command = [PYTHON, str(HERE / "fuzz_metricflow.py"), str(folder), str(data)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Ask one question."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def explain(self, question: dict[str, Any]) -> str:
        """Show its query."""
        return str(self.ask({**question, "explain": True})["sql"])


def load_project(folder: Path, data: Path) -> gnomon.Project:
    """Import the dbt folder into a project of its own."""
    root = Path(tempfile.mkdtemp(prefix="gnomon-fuzz-"))
    with duckdb.connect(str(root / "shop.duckdb")) as connection:
        connection.execute(data.read_text(encoding="utf-8"))
    report = gnomon.import_dbt(
        folder,
        into=root / "project",
        engine_url="duckdb:///../shop.duckdb",
        variables={"source_schema": "main"},
    )
    for note in (*report.dropped, *report.faults):
        tell(f"import: {note}")
    return gnomon.load(root / "project")


def ask_gnomon(project: gnomon.Project, question: dict[str, Any]) -> Any:
    """Ask one question of Gnomon."""
    conditions = list_conditions(question)
    options = {key: question[key] for key in ("start", "end", "order_by", "limit") if key in question}
    if conditions:
        options["where"] = conditions[0] if len(conditions) == 1 else conditions
    return project.ask(question["metrics"], by=question["by"], **options)


def name_known(question: dict[str, Any], kinds: dict[str, str]) -> str | None:
    """Name the known difference that a question may run into, where Gnomon means something else on purpose."""
    names = [*question["by"], *question.get("where", [])]
    asked = [set(kinds[name].split("+")) for name in question["metrics"]]
    times = [name for name in question["by"] if name.startswith("metric_time")]
    is_ranged = "start" in question or "end" in question
    is_timed = is_ranged or "metric_time" in str(question.get("where"))
    has_validity = any(word in name for name in names for word in VALIDITIES)
    found = {
        "the conversion side is filled outside the window": is_timed and _has(asked, "conversion", "fill"),
        "validity at the time of the event": has_validity
        and _has(asked, "offset", "cumulative", is_any=True),
        "several time columns": len(times) > 1 and _has(asked, "fill", "snapshot", "offset", is_any=True),
        "an offset of an offset or of a composite": _has(asked, "nested"),
        "a filled window": _has(asked, "cumulative", "fill"),
        "an offset of a window looks outside the range": is_ranged and _has(asked, "cumulative", "offset"),
        "zero beside other metrics": len(asked) > 1 and _has(asked, "fill"),
    }
    return next((name for name, is_met in found.items() if is_met), None)


def _has(asked: list[set[str]], *words: str, is_any: bool = False) -> bool:
    join = any if is_any else all
    return any(join(word in kinds for word in words) for kinds in asked)


def judge(project: gnomon.Project, metricflow: MetricFlow, question: dict[str, Any]) -> tuple[str, list[str]]:
    """Ask both sides: the class of the outcome and its description."""
    expected = metricflow.ask(question)
    if "error" in expected:
        return "dropped", [expected["error"]]
    keys = len(question["by"])
    try:
        table = ask_gnomon(project, question).wide().select(expected["columns"])
    except Exception as error:  # noqa: BLE001 - a crash is as interesting as a refusal
        code = getattr(error, "code", None)
        return f"refused {code or type(error).__name__}", [str(error)[:600]]
    is_ordered = "order_by" in question
    found = plain_rows([list(row.values()) for row in table.to_pylist()], keys, is_ordered=is_ordered)
    report = compare_rows(expected["rows"], found, keys, tolerance=TOLERANCE, is_ordered=is_ordered)
    return ("differs" if report else "same"), report


def shrink_steps(question: dict[str, Any]) -> list[dict[str, Any]]:
    """List the questions that are one step smaller."""
    smaller: list[dict[str, Any]] = []
    for key in ("order_by", "start", "end"):
        if key in question:
            gone = {"order_by", "limit"} if key == "order_by" else {key}
            smaller.append({k: v for k, v in question.items() if k not in gone})
    for key in ("where", "metrics", "by"):
        values = question.get(key, [])
        for place in range(len(values) if key != "metrics" or len(values) > 1 else 0):
            rest = [value for number, value in enumerate(values) if number != place]
            step = {**question, key: rest}
            if "order_by" in step:
                left = {*step["metrics"], *step["by"]}
                step["order_by"] = [item for item in step["order_by"] if item.removeprefix("-") in left]
            smaller.append({k: v for k, v in step.items() if k != "where" or v})
    for place, unit in enumerate(question.get("where", [])):
        parts = unit.replace(" and ", " or ").split(" or ") if "between" not in unit else [unit]
        for part in parts if len(parts) > 1 else []:
            units = [part if number == place else other for number, other in enumerate(question["where"])]
            smaller.append({**question, "where": units})
    return smaller


def shrink(
    project: gnomon.Project, metricflow: MetricFlow, question: dict[str, Any], outcome: str
) -> dict[str, Any]:
    """Make a question smaller as long as its outcome stays the same."""
    for step in shrink_steps(question):
        if judge(project, metricflow, step)[0] == outcome:
            return shrink(project, metricflow, step, outcome)
    return question


def show(
    project: gnomon.Project, metricflow: MetricFlow, question: dict[str, Any], *, with_sql: bool
) -> None:
    """Print a shrunken question, how it differs and, if wanted, both queries."""
    outcome, report = judge(project, metricflow, question)
    tell(f"--- {outcome}: {json.dumps({k: v for k, v in question.items() if k != 'id'})}")
    tell("\n".join(report))
    if with_sql:
        tell("MetricFlow:", metricflow.explain(question))
        if outcome == "differs":
            tell("Gnomon:", ask_gnomon(project, question).sql)


def _short(outcomes: Counter[str]) -> dict[str, int]:
    return {outcome: count for outcome, count in outcomes.items() if not outcome.startswith(" ")}


def main() -> None:
    """Run the fuzzer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model", choices=sorted(MODELS), default="shop")
    parser.add_argument("--sql", action="store_true", help="show both queries")
    parser.add_argument("--skip", nargs="*", default=["refused DAT-301"], help="outcomes to count only")
    parser.add_argument("--all", action="store_true", help="show known differences too")
    parser.add_argument("--one", help="ask this question, given as JSON, and no other")
    options = parser.parse_args()
    folder, data = MODELS[options.model]
    project, metricflow = load_project(folder, data), MetricFlow(folder, data)
    if options.one:
        show(project, metricflow, {"id": "one", "by": [], **json.loads(options.one)}, with_sql=options.sql)
        return
    shop = Shop(folder, data)
    asker = Asker(shop, options.seed)
    kinds = {metric.name: metric.kind for metric in shop.metrics}
    outcomes: Counter[str] = Counter()
    seen: set[str] = set()
    for number in range(options.count):
        question = asker.ask(number)
        outcome, report = judge(project, metricflow, question)
        outcomes[outcome] += 1
        if outcome == "dropped":
            outcomes[f"  {report[0][:70]!r}"] += 1
        elif outcome != "same" and outcome not in options.skip:
            if not options.all and (known := name_known(question, kinds)):
                outcomes[f"{outcome}: {known}"] += 1
                continue
            small = shrink(project, metricflow, question, outcome)
            if not options.all and (known := name_known(small, kinds)):
                outcomes[f"{outcome}: {known}"] += 1
                continue
            text = json.dumps({k: v for k, v in small.items() if k != "id"})
            if text not in seen:
                seen.add(text)
                show(project, metricflow, small, with_sql=options.sql)
        if number % 50 == 49:
            tell(f"# {number + 1}: {_short(outcomes)}")
    for outcome, count in outcomes.most_common():
        tell(f"{count:6} {outcome}")


if __name__ == "__main__":
    main()
