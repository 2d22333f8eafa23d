"""One measurement: a task in a process of its own, with its time and its peak memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Measured", "emit", "run_task", "start_clock"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a task took and what it found.

    Attributes
    ----------
    wall_seconds, cpu_seconds : float
        Of the task alone, start-up of the process not included.
    peak_mb : float
        Greatest resident memory of the process over its life.
    found : dict
        What the task tells of its results, to be compared with another's.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_mb: float
    found: dict[str, object]


def start_clock() -> Callable[[], tuple[float, float]]:
    """Start measuring; the call that comes back gives wall and CPU seconds since."""
    wall, cpu = time.perf_counter(), time.process_time()
    return lambda: (time.perf_counter() - wall, time.process_time() - cpu)


def emit(seconds: tuple[float, float], found: dict[str, object]) -> None:
    """Write a measurement as the last line of a task's output."""
    line = {"wall_seconds": seconds[0], "cpu_seconds": seconds[1], "peak_mb": _peak_mb(), "found": found}
    sys.stdout.write(json.dumps(line) + "\n")


def _peak_mb() -> float:
    """Greatest resident memory of this process alone; Linux lets ``ru_maxrss`` begin with the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(t for t in status.read_text(encoding="utf-8").splitlines() if t.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024**2 if sys.platform == "darwin" else 1024)


def run_task(command: Sequence[str], *, cwd: Path) -> Measured:
    """Run a task that ends with :func:`emit`.

    Raises
    ------
    RuntimeError
        If it fails; the message holds what it wrote.
    """
    done = subprocess.run(command, cwd=cwd, env=os.environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))
