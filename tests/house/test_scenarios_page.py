from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_scenarios_page_when_compared_with_the_scenarios_then_is_fresh():
    write_page = runpy.run_path(str(ROOT / "scripts" / "write_scenarios_page.py"))["write_page"]
    page = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    assert page == write_page(), "Run scripts/write_scenarios_page.py."
