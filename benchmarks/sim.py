"""How fast a world is made, against DuckDB writing as many rows and bytes of noise: ``python -m benchmarks.sim``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.events import HERE
from benchmarks.machine import describe_machine
from benchmarks.measured import Measured, emit, run_task, start_clock

HEADING = "## A world"
HEAD = ("100,000 users", "rows", "files", "CPU", "CPU a million rows", "wall", "rows a second", "peak memory")
NOISE = """
COPY (SELECT {columns} FROM range({rows}) AS r(i)) TO '{file}'
(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1000)
"""


def main(arguments: list[str]) -> int:
    """Make a world and as much noise, each in a process of its own, and keep what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sim", description=__doc__)
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--task", choices=("world", "noise"), help="what a process of its own measures")
    parser.add_argument("--rows", type=int, default=0, help="of the noise")
    parser.add_argument("--bytes", type=int, default=0, help="of the noise")
    asked = parser.parse_args(arguments)
    if asked.task == "world":
        _make_world(asked.users, asked.days, asked.threads)
    elif asked.task == "noise":
        _make_noise(asked.rows, asked.bytes, asked.threads)
    else:
        _compare(asked.users, asked.days, asked.threads)
    return 0


def _make_world(users: int, days: int, threads: int) -> None:
    from gnomon.app.simulate import plan_world, simulate

    with tempfile.TemporaryDirectory() as place:
        clock = start_clock()
        world = plan_world(users=users, days=days, seed=7, start=date(2026, 1, 1))
        made = simulate(Path(place) / "world", world, threads=threads)
        seconds = clock()
        size = sum(file.stat().st_size for file in Path(place).rglob("*.parquet"))
        emit(seconds, {"rows": made.rows, "bytes": size})


def _make_noise(rows: int, size: int, threads: int) -> None:
    """Columns of 32 random bits each, which no compression makes smaller: as many as give the bytes of a row."""
    columns = ", ".join(
        f"CAST(hash(i + {salt}) & 4294967295 AS UINTEGER) AS c{salt}"
        for salt in range(round(size / rows / 4))
    )
    with tempfile.TemporaryDirectory() as place, duckdb.connect(config={"threads": threads}) as connection:
        file = Path(place) / "noise.parquet"
        clock = start_clock()
        connection.execute(NOISE.format(columns=columns, rows=rows, file=file))
        emit(clock(), {"rows": rows, "bytes": file.stat().st_size})


def _compare(users: int, days: int, threads: int) -> None:
    command = [sys.executable, "-m", "benchmarks.sim", "--threads", str(threads)]
    world = run_task(
        [*command, "--task", "world", "--users", str(users), "--days", str(days)], cwd=HERE.parent
    )
    amount = ["--rows", str(world.found["rows"]), "--bytes", str(world.found["bytes"])]
    noise = run_task([*command, "--task", "noise", *amount], cwd=HERE.parent)
    rows = [
        _row(f"a world of {days} days, all tables", world),
        _row("as many rows and bytes of noise", noise),
    ]
    head = (f"{users:,} users", *HEAD[1:])
    lines = [HEADING, "", f"`python -m benchmarks.sim`. {describe_machine()}; {threads} threads.", ""]
    lines += [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    ratio = world.cpu_seconds / noise.cpu_seconds
    lines += [
        "",
        f"The world takes {ratio:.1f} times the CPU of writing noise. Other work on the machine stretches wall times.",
    ]
    text = "\n".join(lines)
    sys.stdout.write(f"{text}\n")
    _keep(text)


def _row(name: str, measured: Measured) -> tuple[str, ...]:
    rows, size = int(str(measured.found["rows"])), int(str(measured.found["bytes"]))
    return (
        name,
        f"{rows:,}",
        f"{size / 1e6:,.0f} MB",
        f"{measured.cpu_seconds:.1f} s",
        f"{measured.cpu_seconds / rows * 1e6:.2f} s",
        f"{measured.wall_seconds:.1f} s",
        f"{rows / measured.wall_seconds:,.0f}",
        f"{measured.peak_mb:,.0f} MB",
    )


def _keep(text: str) -> None:
    """Put a text in the place of the last one under its heading."""
    file = HERE / "RESULTS.md"
    before, found, after = file.read_text(encoding="utf-8").partition(HEADING)
    _, following, rest = after.partition("\n## ") if found else ("", "", "")
    file.write_text(f"{before.rstrip()}\n\n{text}\n{following}{rest}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
