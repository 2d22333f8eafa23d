from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"alembic", "altair", "duckdb", "numpy", "pandas", "polars", "pyarrow", "sqlalchemy", "vl_convert"}
IMPORT = "import gnomon"
HELP = """
import contextlib, io, sys
sys.argv = ["gnomon", "--help"]
from gnomon.faces.cli import main
shown = io.StringIO()
with contextlib.redirect_stdout(shown), contextlib.suppress(SystemExit):
    main()
assert "Usage: gnomon" in shown.getvalue(), shown.getvalue()
"""
REPORT = "\nimport json, sys\nprint(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"


@pytest.mark.parametrize("code", [IMPORT, HELP], ids=["import gnomon", "gnomon --help"])
def test_start_when_nothing_is_asked_yet_then_no_heavy_library_is_loaded(code):
    outcome = subprocess.run(
        [sys.executable, "-c", code + REPORT], capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    loaded = HEAVY & set(json.loads(outcome.stdout))
    assert not loaded, f"{', '.join(sorted(loaded))} loaded at start: import it where it is used."
