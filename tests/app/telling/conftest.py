from __future__ import annotations

import pytest

from tests.app.telling.world import make_model, make_store, serve


@pytest.fixture
def server(monkeypatch):
    with serve() as made:
        monkeypatch.setenv("TEAM_URL", made.url)
        monkeypatch.setenv("ONCALL_URL", made.url)
        yield made


@pytest.fixture
def model(tmp_path):
    return make_model(tmp_path)


@pytest.fixture
def store(tmp_path):
    with make_store(tmp_path) as made:
        yield made
