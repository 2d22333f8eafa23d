from __future__ import annotations

import shutil

import pytest

import gnomon
from tests.oracles.tables import HERE, connect, write_tables

FOLDERS = ("project", "sunday")


@pytest.fixture(scope="session")
def oracle_root(tmp_path_factory):
    """Copy the projects and write their tables beside them."""
    root = tmp_path_factory.mktemp("oracles")
    for name in FOLDERS:
        shutil.copytree(HERE / name, root / name)
        write_tables(root / name / "data")
    return root


@pytest.fixture(scope="session")
def projects(oracle_root):
    """Open every project once."""
    opened = {name: gnomon.load(oracle_root / name) for name in FOLDERS}
    yield opened
    for project in opened.values():
        project.close()


@pytest.fixture(scope="session")
def plain():
    """Give DuckDB itself over the same tables, for the SQL that a person wrote."""
    with connect() as connection:
        yield connection
