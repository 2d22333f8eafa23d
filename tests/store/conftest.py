from __future__ import annotations

import os

import pytest

from gnomon.store import open_store
from tests.store.cluster import find_programs, start_cluster


@pytest.fixture(scope="session")
def cluster():
    programs = find_programs()
    if programs is None:
        reason = "Postgres is missing. Install it (apt-get install postgresql) or set GNOMON_POSTGRES_BIN."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    server = start_cluster(programs)
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    """Address of a store that nobody has opened yet, on each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/state/state.db"
    return request.getfixturevalue("cluster").new_database()


@pytest.fixture
def store(url):
    with open_store(url) as opened:
        yield opened
