from __future__ import annotations

import pytest

from tests.oracles.tables import open_projects


@pytest.fixture(scope="session")
def golden_projects(tmp_path_factory):
    """Open the projects of the oracle cases, and say where they lie."""
    root = tmp_path_factory.mktemp("golden")
    with open_projects(root) as opened:
        yield root, opened
