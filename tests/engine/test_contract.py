"""The contract suite on every built-in engine."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from gnomon.engine import open_engine
from gnomon.testing.engines import engine_checks


@pytest.mark.parametrize("check", engine_checks(), ids=lambda check: check.__name__)
def test_duckdb_when_checked_then_keeps_the_contract(check):
    check(partial(open_engine, "duckdb:///:memory:", project_dir=Path()))
