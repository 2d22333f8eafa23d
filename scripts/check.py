"""Run the project's gates one after another, show progress, and say at the end which ones failed.

Usage: ``.venv/bin/python scripts/check.py [GATE ...]``; without names every gate runs, as in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
PYTHON_15 = str(ROOT / ".venvs" / "duckdb15" / "bin" / "python")
PYTHON_METRICFLOW = str(ROOT / ".venvs" / "metricflow" / "bin" / "python")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One command that must exit 0.

    Attributes
    ----------
    program : str
        What no lock can bring, such as a browser; where it is missing, the gate is skipped by name.
    """

    name: str
    about: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    program: str = ""


GATES = (
    Gate(name="ruff", about="style and likely mistakes", command=(str(BIN / "ruff"), "check", ".")),
    Gate(name="format", about="one layout", command=(str(BIN / "ruff"), "format", "--check", ".")),
    Gate(name="imports", about="the floors of ARCHITECTURE.md", command=(str(BIN / "lint-imports"),)),
    Gate(name="types", about="strict types on src", command=(str(BIN / "basedpyright"),)),
    Gate(
        name="docs",
        about="the documentation builds without a warning",
        command=(str(BIN / "zensical"), "build", "--clean", "--strict"),
    ),
    Gate(
        name="metricflow",
        about="the same rows as MetricFlow",
        command=(PYTHON, "-m", "pytest", "-q", "-m", "metricflow", "tests"),
        environment={"GNOMON_METRICFLOW_PYTHON": PYTHON_METRICFLOW},
    ),
    Gate(
        name="duckdb15",
        about="engine and ask once more, on DuckDB 1.5",
        command=(
            PYTHON_15,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "-m",
            "not metricflow",
            "tests/engine",
            "tests/ask",
            "tests/golden",
            "tests/oracles",
        ),
    ),
    Gate(
        name="pytest",
        about="tests, docstring examples, Markdown examples",
        command=(PYTHON, "-m", "pytest", "-q", "-n", "2", "-m", "not metricflow and not browser"),
    ),
    Gate(
        name="browser",
        about="the report's page in Chromium: accessibility, phone width, themes, keyboard",
        command=(PYTHON, "-m", "pytest", "-q", "-m", "browser", "tests/report"),
        program=os.environ.get("GNOMON_CHROMIUM") or "chromium",
    ),
)


def run_gate(gate: Gate, position: str) -> bool:
    """Run one gate with its output on the terminal and tell whether it passed."""
    print(f"\n=== {position} {gate.name}: {gate.about}", flush=True)
    start = time.monotonic()
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, **gate.environment}
    outcome = subprocess.run(gate.command, cwd=ROOT, env=environment, check=False)
    state = "passed" if outcome.returncode == 0 else f"FAILED (exit {outcome.returncode})"
    print(f"=== {gate.name} {state} in {time.monotonic() - start:.0f} s", flush=True)
    return outcome.returncode == 0


def main(names: list[str]) -> int:
    """Run the named gates, or all; 0 if each passed, 1 if one failed, 2 if none could run."""
    known = [gate.name for gate in GATES]
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"Unknown gate {', '.join(unknown)}. The gates are {', '.join(known)}.", file=sys.stderr)
        return 2
    if not Path(PYTHON).exists():
        print("The environments of the gates are missing. Run: make setup", file=sys.stderr)
        return 2
    asked = [gate for gate in GATES if not names or gate.name in names]
    # In CI nothing is left out: a gate whose program is missing runs and fails.
    is_ci = os.environ.get("CI") == "true"
    chosen = [gate for gate in asked if is_ci or not gate.program or shutil.which(gate.program)]
    failed = [gate.name for i, gate in enumerate(chosen, 1) if not run_gate(gate, f"[{i}/{len(chosen)}]")]
    if failed:
        print(f"\nfailed gates: {', '.join(failed)}")
    for gate in asked:
        if gate not in chosen:
            print(f"\nskipped gate: {gate.name}, because there is no {gate.program} on this machine")
    skipped = f", {len(asked) - len(chosen)} skipped" if len(asked) > len(chosen) else ""
    print(f"\ngates: {len(chosen) - len(failed)} passed, {len(failed)} failed{skipped}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
