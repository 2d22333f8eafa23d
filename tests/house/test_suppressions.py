from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("src", "tests", "scripts", "benchmarks", "docs")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts and path != Path(__file__)
)
MARK = re.compile(r"#\s*(?:noqa|type:\s*ignore|pyright:\s*ignore|ruff:\s*noqa|pyright:\s*\w+=).*")
# A rule by name, then a dash or a hash, then why.
EXPLAINED = re.compile(
    r"#\s*(?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|pyright: ignore\[\w+(?:, \w+)*\]) (?:-|#) \w.{2,}"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_suppression_of_a_rule_names_the_rule_and_says_why(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = [(number, found.group()) for number, line in enumerate(lines, 1) if (found := MARK.search(line))]
    unexplained = [f"{path.name}:{number}: {mark}" for number, mark in marks if not EXPLAINED.match(mark)]
    assert not unexplained, f"Write `# noqa: RULE - why` or `# pyright: ignore[rule] # why`: {unexplained}"
