"""A disk that is really full in the middle of a simulation: a small one in memory, filled while tables are made."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from gnomon.app.simulate import plan_world, simulate
from gnomon.base.errors import InputError

WORLD = plan_world(users=3_000, days=8, seed=7, start=date(2026, 1, 1))
CHUNK = b"\0" * 65_536
WATCHED = """
import sys, time
from pathlib import Path
place = Path(sys.argv[1])
while not list(place.glob(".out.*.tmp/views/*/*.parquet")):
    time.sleep(0.01)
with open(place / "ballast", "wb", buffering=0) as file:
    while True:
        file.write(bytes(65_536))
"""


@pytest.fixture
def disk(tmp_path):
    """A disk of 60 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=60m", "gnomon-test", str(place)]
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of a Linux machine mounts a file system")
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let root mount a file system")
    yield place
    unmount = ["umount", str(place)]
    subprocess.run(unmount, check=True)


def fill(place, *, leave=0):
    with (place / "ballast").open("wb", buffering=0) as file:
        while os.statvfs(place).f_bavail * os.statvfs(place).f_frsize > leave:
            file.write(CHUNK[: max(1, os.statvfs(place).f_bavail * os.statvfs(place).f_frsize - leave)])


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("table", ["users", "views", "searches"])
def test_simulate_when_the_disk_is_full_after_a_table_then_leaves_nothing(disk, table, threads):
    def say(tick):
        if tick.table == table and not (disk / "ballast").exists():
            fill(disk)

    with pytest.raises(InputError, match=r"^Cannot write: .*No space left on device \[INP-017\]$"):
        simulate(disk / "out", WORLD, threads=threads, say=say)
    assert [p.name for p in disk.iterdir()] == ["ballast"]


def test_simulate_when_the_disk_is_full_while_the_database_is_made_then_leaves_nothing(disk, monkeypatch):
    def say(tick):
        if tick.done == tick.steps:
            fill(disk, leave=4_000_000)

    monkeypatch.chdir(disk)
    with pytest.raises(InputError, match=r"^Cannot write: .*No space left on device.* \[INP-017\]$"):
        simulate(disk / "out", WORLD, into="duckdb:///world.duckdb", say=say)
    assert [p.name for p in disk.iterdir()] == ["ballast"]


def test_command_when_the_disk_is_full_then_says_one_sentence_and_ends_with_two(disk):
    filler = subprocess.Popen([sys.executable, "-c", WATCHED, str(disk)], stderr=subprocess.DEVNULL)
    command = [str(Path(sys.executable).with_name("gnomon")), "sim", str(disk / "out")]
    outcome = subprocess.run(
        [*command, "--users", "3k", "--days", "8"], capture_output=True, text=True, check=False
    )
    filler.wait(timeout=30)
    assert outcome.returncode == 2
    assert "No space left on device [INP-017]" in outcome.stderr
    assert len(outcome.stderr.strip().splitlines()) == 1
    assert [p.name for p in disk.iterdir()] == ["ballast"]
