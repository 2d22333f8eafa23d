"""Finding engines by their address, and what that loads."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from gnomon.engine import open_engine, registry
from gnomon.engine.errors import EngineOpenError, EngineUrlError


def _plug_in(monkeypatch, *points):
    monkeypatch.setattr(registry, "entry_points", lambda group: [p for p in points if p.group == group])


@pytest.mark.parametrize("url, hint", [("dukdb:///x", "Did you mean duckdb"), ("x.duckdb", "Known: duckdb")])
def test_url_when_scheme_is_unknown_then_error_names_the_nearest(tmp_path, url, hint):
    with pytest.raises(EngineUrlError, match=hint):
        open_engine(url, project_dir=tmp_path)


def test_plug_in_when_it_takes_a_builtin_name_then_is_refused(monkeypatch, tmp_path):
    _plug_in(monkeypatch, EntryPoint(name="duckdb", value="other:Engine", group="gnomon.engines"))
    with pytest.raises(EngineOpenError, match="Two engines claim 'duckdb'"):
        open_engine("duckdb:///:memory:", project_dir=tmp_path)


def test_plug_in_when_its_driver_is_missing_then_error_says_so(monkeypatch, tmp_path):
    _plug_in(monkeypatch, EntryPoint(name="quack", value="no_such_driver:Engine", group="gnomon.engines"))
    with pytest.raises(EngineOpenError, match="no_such_driver"):
        open_engine("quack:///x", project_dir=tmp_path)


def test_plug_in_when_registered_then_is_opened(monkeypatch, tmp_path):
    value = "gnomon.engine.duckdb:DuckDBEngine"
    _plug_in(monkeypatch, EntryPoint(name="quack", value=value, group="gnomon.engines"))
    with open_engine("quack:///:memory:", project_dir=tmp_path) as engine:
        assert engine.name == "duckdb"


def test_room_when_imported_then_loads_no_driver():
    code = (
        "import sys, gnomon.engine; gnomon.engine.engine_schemes();"
        "print([m for m in ('duckdb', 'pyarrow', 'polars', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
