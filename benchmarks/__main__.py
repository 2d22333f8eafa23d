"""Measure, print a table and keep it in RESULTS.md: ``python -m benchmarks``; ``--help`` tells the options."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from benchmarks.compile_time import CompileTimes, measure_compiling
from benchmarks.events import HERE, prepare_project
from benchmarks.localise import measure_localising
from benchmarks.machine import describe_machine
from benchmarks.measured import Measured, run_task

Row = tuple[str, str, str, str]
PARTS = ("compile", "indicators", "rolling", "localise")
HEAD: Row = ("what", "Gnomon", "against", "ratio")


def main(arguments: list[str]) -> int:
    """Run the parts asked for; without any, all of them, and the results are kept."""
    asked = _read_arguments(arguments)
    console = Console()
    rows: list[Row] = []
    parts = [asked.only] if asked.only else PARTS
    for part in parts:
        console.print(f"[dim]measuring {part} …")
        rows += list(_measure(part, asked))
    console.print(_draw(rows))
    machine = describe_machine()
    console.print(machine)
    if asked.only is None and asked.events == 20_000_000:
        file = HERE / "RESULTS.md"
        # what benchmarks that are run by themselves wrote below stays
        _, others, text = file.read_text(encoding="utf-8").partition("\n## ")
        fresh = _as_markdown(rows, machine, asked.threads)
        file.write_text(f"{fresh}{others}{text}", encoding="utf-8")
    return 0


def _read_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000_000, help="rows to generate, a multiple of four")
    parser.add_argument("--threads", type=int, default=2, help="threads of the engine")
    parser.add_argument("--questions", type=int, default=200, help="questions to compile")
    parser.add_argument("--cases", type=int, default=20, help="cases of each set to localise")
    parser.add_argument("--only", choices=PARTS, help="one part, without keeping the result")
    return parser.parse_args(arguments)


def _measure(part: str, asked: argparse.Namespace) -> Iterator[Row]:
    if part == "compile":
        yield from _compiling(measure_compiling(asked.questions))
        return
    if part == "localise":
        yield from measure_localising(asked.cases)
        return
    folder = str(prepare_project(asked.events, threads=asked.threads))

    def run(task: str) -> Measured:
        return run_task([sys.executable, "-m", "benchmarks.tasks", task, folder], cwd=HERE.parent)

    yield from (_indicators(run) if part == "indicators" else _rolling(run))


def _compiling(times: CompileTimes) -> Iterator[Row]:
    for name, of in (("median", CompileTimes.middle), ("95th percentile", CompileTimes.tail)):
        ours = of(times.gnomon)
        label = f"compile a question, CPU, {name} of {len(times.gnomon)}"
        if times.metricflow is None:
            yield label, f"{ours:.1f} ms", "MetricFlow is not installed", ""
        else:
            theirs = of(times.metricflow)
            against = f"MetricFlow {times.metricflow_version}: {theirs:.1f} ms"
            yield label, f"{ours:.1f} ms", against, f"{theirs / ours:.1f} times faster"


def _indicators(run: object) -> Iterator[Row]:
    """Both sides by turns, twice; the lesser CPU time of each counts, for other work only ever adds."""
    assert callable(run)
    pairs = [(run("by_hand"), run("together")) for _ in range(2)]
    by_hand = min((pair[0] for pair in pairs), key=lambda m: m.cpu_seconds)
    together = min((pair[1] for pair in pairs), key=lambda m: m.cpu_seconds)
    singly = run("singly")
    _check_same(by_hand.found, together.found)
    _check_same(by_hand.found, singly.found)
    name = "40 metrics by day and each of 6 dimensions"
    for about, other in (("hand-written SQL", by_hand), ("one by one", singly)):
        yield _time_row(f"{name}, CPU", together.cpu_seconds, about, other.cpu_seconds)
        yield _time_row(f"{name}, wall", together.wall_seconds, about, other.wall_seconds)
    memory = together.peak_mb / by_hand.peak_mb
    yield (
        f"{name}, peak memory",
        f"{together.peak_mb:.0f} MB",
        f"hand-written SQL: {by_hand.peak_mb:.0f} MB",
        f"{memory:.2f}",
    )


def _rolling(run: object) -> Iterator[Row]:
    assert callable(run)
    ours, gaps, joined = run("rolling"), run("rolling_gaps"), run("rolling_range")
    _check_same({"all": gaps.found}, {"all": ours.found})
    _check_same({"all": gaps.found}, {"all": joined.found})
    name = "users of the last 28 days, every day"
    yield _time_row(f"{name}, CPU", ours.cpu_seconds, "gaps method by hand", gaps.cpu_seconds)
    yield _time_row(f"{name}, CPU", ours.cpu_seconds, "range join by hand", joined.cpu_seconds)
    memory = ours.peak_mb / joined.peak_mb
    yield (
        f"{name}, peak memory",
        f"{ours.peak_mb:.0f} MB",
        f"range join by hand: {joined.peak_mb:.0f} MB",
        f"{memory:.2f}",
    )


def _time_row(name: str, ours: float, about: str, theirs: float) -> Row:
    return name, f"{ours:.1f} s", f"{about}: {theirs:.1f} s", f"{ours / theirs:.2f}"


def _check_same(wanted: dict[str, dict[str, float]], found: dict[str, dict[str, float]]) -> None:
    for dimension, sums in wanted.items():
        for name, value in sums.items():
            other = found[dimension][name]
            if abs(value - other) > 1e-9 * max(abs(value), 1):
                raise AssertionError(f"{name} by {dimension}: {value} by hand, {other} by Gnomon")


def _draw(rows: list[Row]) -> Table:
    table = Table(*HEAD)
    for row in rows:
        table.add_row(*row)
    return table


def _as_markdown(rows: list[Row], machine: str, threads: int) -> str:
    lines = [
        "# Results",
        "",
        f"The last full run of `python -m benchmarks`. {machine}; {threads} threads.",
        "",
    ]
    lines += [f"| {' | '.join(HEAD)} |", "| --- | ---: | --- | ---: |"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    note = "What is measured: [performance](../docs/performance.md). A ratio above 1 means that Gnomon took more."
    note += (
        " Other work on the machine, which the load average tells, stretches wall times: compare CPU first."
    )
    return "\n".join([*lines, "", note, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
