"""Run the ``console`` blocks of a Markdown page the way a reader would type them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sybil.example import Example

__all__ = ["Step", "differs", "evaluate_console", "parse_steps"]

TIMEOUT_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One typed command and what the page shows below it (nothing shown: any output is fine)."""

    command: str
    shown: str


def parse_steps(block: str) -> tuple[Step, ...]:
    """Split a block at its ``$`` prompts; a line ending in a backslash goes on in the next."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    if parts[0].strip():
        message = f"A console block starts with a '$ ' prompt, not with {parts[0].splitlines()[0]!r}."
        raise ValueError(message)
    steps = []
    for part in parts[1:]:
        lines = part.splitlines()
        size = next(i for i, line in enumerate(lines, 1) if not line.endswith("\\"))
        steps.append(Step(command="\n".join(lines[:size]), shown="\n".join(lines[size:]).strip()))
    return tuple(steps)


def differs(shown: str, printed: str) -> bool:
    """Compare by lines without trailing blanks; ``...`` stands for anything, on one line or over many."""
    if not shown:
        return False
    wanted = "\n".join(line.rstrip() for line in shown.splitlines())
    got = "\n".join(line.rstrip() for line in printed.strip().splitlines())
    pattern = ".*".join(re.escape(piece) for piece in wanted.split("..."))
    return re.fullmatch(pattern, got, flags=re.DOTALL) is None


def evaluate_console(example: Example) -> str | None:
    """Run each command of the block; ``# exit N`` after a command says that it ends with code N."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    for step in parse_steps(example.parsed):
        expected = re.search(r"# exit (\d+)$", step.command)
        code = int(expected.group(1)) if expected else 0
        outcome = subprocess.run(
            ["bash", "-c", step.command],  # noqa: S607 - the page's own commands, typed in a shell
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            text=True,
            encoding="utf-8",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        if outcome.returncode != code:
            return f"$ {step.command}\nended with {outcome.returncode}, not {code}:\n{outcome.stdout}"
        if differs(step.shown, outcome.stdout):
            return f"$ {step.command}\nthe page shows:\n{step.shown}\nit printed:\n{outcome.stdout}"
    return None
