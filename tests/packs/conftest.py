from __future__ import annotations

import pytest

from tests.packs.fixture import write_world


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """Write the tiny world once."""
    return write_world(tmp_path_factory.mktemp("world"))
