from __future__ import annotations

import pytest

from tests.oracles.tables import connect, open_projects


@pytest.fixture(scope="session")
def projects(tmp_path_factory):
    """Open every project once."""
    with open_projects(tmp_path_factory.mktemp("oracles")) as opened:
        yield opened


@pytest.fixture(scope="session")
def plain():
    """Give DuckDB itself over the same tables, for the SQL that a person wrote."""
    with connect() as connection:
        yield connection
