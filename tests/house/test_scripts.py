"""The scripts that prepare a machine: what they say and install where something is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BASH = shutil.which("bash") or "/bin/bash"
NEEDED = ("bash", "env", "dirname", "grep", "cat", "sha256sum", "cut", "tail")


class Machine:
    """A copy of the scripts, and the few programs that they find on PATH."""

    def __init__(self, folder: Path) -> None:
        self.root, self.programs = folder / "clone", folder / "bin"
        self.programs.mkdir()
        for name in (".ci", "scripts"):
            shutil.copytree(ROOT / name, self.root / name)
        for name in NEEDED:
            (self.programs / name).symlink_to(shutil.which(name) or name)

    def add(self, path: Path, *lines: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join((f"#!{BASH}", *lines)) + "\n", encoding="utf-8")
        path.chmod(0o755)

    def add_user(self, number: int) -> None:
        self.add(self.programs / "id", f"echo {number}")
        self.add(self.programs / "apt-get", 'echo "apt-get $*" >>apt.txt')

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.root,
            env={"PATH": str(self.programs), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self) -> list[str]:
        log = self.root / "apt.txt"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [line.rpartition("--no-install-recommends ")[2] for line in lines if " install " in line]


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_ci_when_make_is_missing_and_user_is_not_root_then_says_who_installs_it(machine):
    machine.add_user(1000)
    outcome = machine.run(BASH, ".ci/run")
    assert outcome.returncode == 2
    assert "an administrator runs: apt-get install make" in outcome.stderr
    assert machine.installed() == []


def test_ci_when_make_is_missing_and_user_is_root_then_installs_it(machine):
    machine.add_user(0)
    outcome = machine.run(BASH, ".ci/run")
    assert "installing make with apt" in outcome.stdout
    assert machine.installed() == ["make"]


def test_setup_when_environment_is_unknown_then_names_the_known_ones(machine):
    outcome = machine.run("scripts/setup.sh", "prod")
    assert outcome.returncode == 2
    assert "choose runtime, dev, duckdb15, metricflow, browser or postgres" in outcome.stderr


def test_browser_setup_when_user_is_not_root_then_says_what_to_install(machine):
    machine.add_user(1000)
    outcome = machine.run("scripts/setup.sh", "browser")
    assert outcome.returncode == 0
    assert "an administrator runs: apt-get install chromium fonts-dejavu-core" in outcome.stdout
    assert machine.installed() == []


def test_browser_setup_when_user_is_root_then_installs_what_is_missing(machine):
    machine.add_user(0)
    assert machine.run("scripts/setup.sh", "browser").returncode == 0
    assert machine.installed() == ["chromium fonts-dejavu-core"]


@pytest.mark.parametrize("state, packages", [(0, []), (127, ["libatomic1"])])
def test_browser_setup_when_playwright_does_not_start_then_installs_its_library(machine, state, packages):
    machine.add_user(0)
    machine.add(machine.programs / "chromium")
    site = machine.root / ".venv" / "lib" / "python3.11" / "site-packages"
    machine.add(site / "playwright" / "driver" / "node", f"exit {state}")
    assert machine.run("scripts/setup.sh", "browser").returncode == 0
    assert machine.installed() == packages


def test_browser_setup_when_apt_fails_then_shows_its_last_words(machine):
    machine.add_user(0)
    machine.add(machine.programs / "apt-get", "printf 'Failed to fetch %s\\n' {1..99} >&2", "exit 100")
    outcome = machine.run("scripts/setup.sh", "browser")
    assert outcome.returncode == 2
    *complaints, last = outcome.stderr.splitlines()
    assert complaints == [f"Failed to fetch {number}" for number in range(95, 100)]
    assert last == "setup: apt could not install chromium fonts-dejavu-core; its last words stand above"


@pytest.mark.parametrize("user, packages", [(1000, []), (0, ["postgresql"])])
def test_postgres_setup_when_server_is_missing_then_installs_it_or_says_who_does(machine, user, packages):
    machine.add_user(user)
    outcome = machine.run("scripts/setup.sh", "postgres", GNOMON_POSTGRES_BIN="nowhere")
    assert outcome.returncode == 0
    assert ("apt-get install postgresql" in outcome.stdout) is (user != 0)
    assert machine.installed() == packages


def test_postgres_setup_when_server_is_there_then_leaves_it_alone(machine):
    machine.add_user(0)
    machine.add(machine.programs / "initdb")
    assert machine.run("scripts/setup.sh", "postgres").returncode == 0
    assert machine.installed() == []


def test_lock_when_uv_is_missing_then_names_the_target_that_installs_it(machine):
    outcome = machine.run("scripts/lock.sh")
    assert outcome.returncode == 2
    assert "Run: make lock" in outcome.stderr


def test_check_when_nothing_is_set_up_then_names_the_target_that_does(machine):
    outcome = machine.run(sys.executable, "scripts/check.py", "ruff")
    assert outcome.returncode == 2
    assert "Run: make setup" in outcome.stderr


@pytest.mark.parametrize(
    "made_at, has_pip, is_usable",
    [("{here}", True, True), ("/elsewhere", True, False), ("{here}", False, False)],
)
def test_environment_when_moved_or_half_made_then_is_made_anew(machine, made_at, has_pip, is_usable):
    venv = machine.root / ".venv"
    machine.add(venv / "bin" / "python", f"exit {0 if has_pip else 1}")
    place = made_at.format(here=machine.root)
    (venv / "pyvenv.cfg").write_text(f"command = python3 -m venv {place}/.venv\n", encoding="utf-8")
    script = machine.root / "scripts" / "setup.sh"
    script.write_text(script.read_text(encoding="utf-8") + "\nis_usable .venv\n", encoding="utf-8")
    assert (machine.run("scripts/setup.sh").returncode == 0) is is_usable
