from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = [sys.executable, "-m", "gnomon"]


def run_in_shell(line, cwd):
    command = f'"$PYTHON" -m gnomon {line}'
    environment = {**os.environ, "PYTHON": sys.executable}
    return subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False, cwd=cwd, env=environment
    )


def test_module_when_run_then_is_the_command(tmp_path):
    done = subprocess.run([*MODULE, "--version"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout.split()[0]) == (0, "gnomon")


def test_command_when_standard_output_is_closed_then_says_so(tmp_path):
    done = run_in_shell("list >&-", tmp_path)
    assert (done.returncode, done.stderr) == (
        2, "error: Standard output is closed, so the result has no place to go. [INP-017]\n",
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device without room")
@pytest.mark.parametrize("place", ["2>/dev/full", "2>&-", ">/dev/full 2>/dev/full"])
def test_command_when_nobody_can_read_the_message_then_the_exit_code_says_it(tmp_path, place):
    assert run_in_shell(f"list {place}", tmp_path).returncode == 2
