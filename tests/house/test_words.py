from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUFFIXES = {
    ".cfg", ".css", ".html", ".in", ".ini", ".j2", ".js", ".json", ".lock", ".md", ".override",
    ".py", ".sh", ".sql", ".toml", ".txt", ".yaml", ".yml", "",
}  # fmt: skip
SKIPPED = {"__pycache__", "site", "dist", "build", "report.html"}
FILES = sorted(
    path
    for path in ROOT.rglob("*")
    if path.suffix in SUFFIXES
    and not any(part in SKIPPED or part.startswith(".") for part in path.relative_to(ROOT).parts)
    and path.is_file()
    and path != Path(__file__)  # it holds the patterns
)
# An absolute path of somebody's machine; a registry's address; a promise instead of code.
MACHINE_PATH = re.compile(r"(?<![\w.:/}*])/(?:home|root|tmp|work|opt|mnt|Users)/\w")
REGISTRY = re.compile(r"https?://[^\s\"']*(?:/simple\b|pypi|registry)|--(?:extra-)?index-url|--find-links")
PROMISE = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|WIP)\b")
FILLER = re.compile(r"\b(?:simply|obviously)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_text_of_any_file_stands_by_itself(path):
    text = path.read_text(encoding="utf-8")
    is_prose = path.suffix in {".md", ".py", ".yml", ".yaml"}
    for pattern, why in (
        (MACHINE_PATH, "a path of one machine"),
        (REGISTRY, "a registry's address: the reader's own settings say where packages come from"),
        (PROMISE, "a promise: finish it or leave it out"),
        *(((FILLER, "a filler word"),) if is_prose else ()),
    ):
        found = pattern.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 0
        assert not found, f"{path.relative_to(ROOT)}:{line} holds {found and found.group()!r}, {why}."
