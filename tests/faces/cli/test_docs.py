from __future__ import annotations

import re
from pathlib import Path

import pytest

from gnomon.faces.cli.catalog import COMMANDS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
FACES = ROOT / "src" / "gnomon" / "faces"
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in FACES.rglob("*.py"))


@pytest.mark.parametrize("name", COMMANDS)
def test_page_shows_the_help_of_every_command(name):
    assert f"$ gnomon {name} --help\nUsage: gnomon {name} " in PAGE


def test_page_names_every_schema_that_commands_print():
    printed = set(re.findall(r'print_document\(\s*"(gnomon\.\w+/\d+)"', SOURCES)) | {
        "gnomon.answer/1",
        "gnomon.detect/1",
    }
    assert set(re.findall(r"\| `(gnomon\.\w+/\d+)` \|", PAGE)) == printed
