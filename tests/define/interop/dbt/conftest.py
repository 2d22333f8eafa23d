from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from gnomon.define.interop.dbt import read_dbt

SHOP = Path(__file__).parent / "shop"


@pytest.fixture(scope="session")
def shop():
    """Read the small dbt project that uses every feature once."""
    return read_dbt(SHOP, root=Path("project"))


@pytest.fixture
def read(tmp_path):
    """Write one YAML file into a dbt project and read it."""

    def write_and_read(text, *, name="models/semantic.yml", **options):
        folder = tmp_path / "dbt"
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
        return read_dbt(folder, root=tmp_path / "out", **options)

    return write_and_read


def without_places(records):
    """Forget where records stand, so that records of different files can be equal."""
    return {name: _bare(record) for name, record in records.items()}


def _bare(record):
    bare = replace(record, location=None)
    if hasattr(bare, "dimensions") and bare.dimensions and hasattr(bare.dimensions[0], "location"):
        return replace(bare, dimensions=tuple(replace(each, location=None) for each in bare.dimensions))
    return bare
