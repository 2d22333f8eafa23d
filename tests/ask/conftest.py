from __future__ import annotations

import pytest

from tests.oracles.tables import open_projects


@pytest.fixture(scope="session")
def projects(tmp_path_factory):
    """Open the projects of the oracle cases once."""
    with open_projects(tmp_path_factory.mktemp("ask")) as opened:
        yield opened


@pytest.fixture(scope="session")
def project(projects):
    """Give the large one."""
    return projects["project"]
