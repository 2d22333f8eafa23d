from __future__ import annotations

import shutil

import pytest

import gnomon
from tests.oracles.tables import HERE, write_tables


@pytest.fixture(scope="session")
def golden_projects(tmp_path_factory):
    """Open the projects of the oracle cases, and say where they lie."""
    root = tmp_path_factory.mktemp("golden")
    opened = {}
    for name in ("project", "sunday"):
        shutil.copytree(HERE / name, root / name)
        write_tables(root / name / "data")
        opened[name] = gnomon.load(root / name)
    yield root, opened
    for project in opened.values():
        project.close()
