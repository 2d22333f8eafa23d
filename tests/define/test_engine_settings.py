from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from gnomon.base.errors import EngineError, GnomonError, ProjectErrors
from gnomon.define.engine_settings import known_schemes
from gnomon.define.load import load_model
from gnomon.engine import open_engine
from gnomon.engine.registry import engine_schemes

ADDRESSES = (
    "duckdb:///:memory:",
    "duckdb://",
    "duckdb://x/y.db",
    "duckdb:///:memory:?read_only=false",
    "duckdb:///:memory:?read_only=maybe",
    "duckdb:///:memory:?threads=3",
    "postgres://user:secret@host/db",
    "ducdb:///x",
    "warehouse.duckdb",
    "",
    "http://[",
)
SIZES = (
    "4GB",
    "4 gb",
    "1.5GiB",
    "70%",
    "512MB",
    "4G",
    "lots",
    "512",
    "1PB",
    "-1GB",
    "0GB",
    "8192B",
    "0%",
    "101%",
    "",
)


def _load(root: Path, settings: str) -> str | None:
    (root / "gnomon.toml").write_text(f'name = "x"\n{settings}\n', encoding="utf-8")
    try:
        load_model(root)
    except ProjectErrors as error:
        (fault,) = error.errors
        return str(fault)
    return None


def test_schemes_when_listed_then_those_that_the_registry_opens():
    assert known_schemes() == set(engine_schemes())


@pytest.mark.parametrize("url", ADDRESSES)
def test_address_when_no_engine_takes_it_then_told_when_the_project_is_read(tmp_path, url):
    told = _load(tmp_path, f'engine = "{url}"')
    try:
        open_engine(url, project_dir=tmp_path).close()
    except (EngineError, GnomonError, ValueError):
        assert told is not None
        assert told.startswith("gnomon.toml:2:10: ")
        assert told.endswith("[DEF-122]")
        assert "secret" not in told
    else:
        assert told is None


@pytest.mark.parametrize("size", SIZES)
def test_memory_when_the_engine_refuses_it_then_told_when_the_project_is_read(tmp_path, size):
    told = _load(tmp_path, f'limits.memory = "{size}"')
    if size in (
        "-1GB",
        "0GB",
        "8192B",
        "0%",
        "101%",
        "",
    ):  # the engine opens, and then cannot work or has no limit
        assert told is not None
        return
    try:
        open_engine("duckdb:///:memory:", project_dir=tmp_path, memory_limit=size).close()
    except (EngineError, duckdb.Error):
        assert told is not None
        assert told.startswith("gnomon.toml:2:17: ")
        assert told.endswith("[DEF-112]")
    else:
        assert told is None
