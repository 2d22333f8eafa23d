from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def read_pins(lock: Path) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_pins_every_package_by_hash_and_names_no_host(lock):
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text


@pytest.mark.parametrize("line", PROJECT["project"]["dependencies"])
def test_dependency_of_the_package_stands_in_the_runtime_lock(line):
    wanted = Requirement(line)
    versions = read_pins(ROOT / "requirements" / "runtime.lock").get(canonicalize_name(wanted.name))
    assert versions, f"{wanted.name} is not locked: run `make lock`."
    assert all(wanted.specifier.contains(version) for version in versions)


def test_dev_lock_when_compared_with_the_runtime_lock_then_agrees_on_every_pin():
    dev = read_pins(ROOT / "requirements" / "dev.lock")
    for name, versions in read_pins(ROOT / "requirements" / "runtime.lock").items():
        assert dev[name] == versions


def test_duckdb15_lock_differs_from_dev_in_duckdb_only():
    dev = read_pins(ROOT / "requirements" / "dev.lock")
    old = read_pins(ROOT / "requirements" / "duckdb15.lock")
    assert {name for name, versions in old.items() if dev[name] != versions} == {"duckdb"}
    assert all(version.startswith("1.5.") for version in old["duckdb"])


def test_wheel_holds_the_package_and_neither_tests_nor_example_data(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    demo = {f"gnomon/app/demo_data/{name}" for name in ("gnomon.toml", "data/events.parquet", "data/NOTICE")}
    assert {"gnomon/__init__.py", "gnomon/py.typed", *demo} <= set(names)
    assert {name.split("/")[0] for name in names} <= {
        "gnomon",
        f"gnomon_metrics-{PROJECT['project']['version']}.dist-info",
    }
    assert wheel.stat().st_size < 5_000_000
