"""Collect the examples of every Markdown page: ``python`` and ``console`` blocks run, page by page.

A page runs in an empty folder of its own, with ``examples`` of the repository beside it.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from tests.markdown_console import evaluate_console

ROOT = Path(__file__).parent

# No deadline: a loaded machine is not a bug. In CI the same cases come every time.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("house")


def enter_folder(namespace: dict[str, Any]) -> None:
    """Go to a fresh folder before the first example of a page."""
    folder = TemporaryDirectory(prefix="gnomon-docs-")
    namespace["__leave__"] = folder.cleanup
    (Path(folder.name) / "examples").symlink_to(ROOT / "examples")
    os.chdir(folder.name)


def leave_folder(namespace: dict[str, Any]) -> None:
    """Come back after the last example of a page."""
    os.chdir(ROOT)
    namespace["__leave__"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that refreshes compiled SQL and plans."""
    parser.addoption("--update-golden", action="store_true", help="write the files of tests/golden anew")


# Scripts that compute reference numbers with libraries that no lock holds; a person runs them, see their first lines.
collect_ignore_glob = ["tests/*/references/*", "tests/*/*/references/*"]

pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=evaluate_console),
        SkipParser(),
    ],
    patterns=["*.md"],
    excludes=["examples/**"],
    setup=enter_folder,
    teardown=leave_folder,
).pytest()
