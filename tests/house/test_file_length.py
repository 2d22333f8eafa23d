from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOFT, HARD = 400, 600
ALLOWED = {
    line.split()[0]: int(line.split()[1])
    for line in (Path(__file__).parent / "long_files.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}
FILES = sorted(
    path
    for folder in ("src", "tests", "scripts", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)


def count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_length_of_any_file_stays_under_its_limit(path):
    name = str(path.relative_to(ROOT))
    lines = count_lines(path)
    assert lines <= HARD, f"{name} has {lines} lines; nothing may pass {HARD}. Split it by idea."
    limit = ALLOWED.get(name, SOFT)
    assert lines <= limit, f"{name} has {lines} lines, its limit is {limit}. Split it by idea."


def test_allowed_long_file_when_it_has_shrunk_then_the_list_shrinks_too():
    lengths = {name: count_lines(ROOT / name) for name in ALLOWED}
    assert lengths == ALLOWED, "Write the shorter lengths into tests/house/long_files.txt."
    short = [name for name, lines in lengths.items() if lines <= SOFT]
    assert not short, f"Take {short} off tests/house/long_files.txt: they are within the limit."
