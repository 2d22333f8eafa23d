from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gnomon.faces.cli import gnomon

SHOP = Path(__file__).parents[2] / "fixtures" / "shop"


@pytest.fixture(scope="session")
def shop():
    """Give the folder of the small shop; nothing may be written there."""
    return SHOP


@pytest.fixture
def shop_copy(tmp_path):
    """Give a copy of the small shop that a test may change."""
    return Path(shutil.copytree(SHOP, tmp_path / "shop"))


@pytest.fixture
def run(monkeypatch):
    """Run the command line in this process."""
    monkeypatch.delenv("GNOMON_PROJECT", raising=False)
    return lambda *args: CliRunner().invoke(gnomon, [str(a) for a in args], prog_name="gnomon")
