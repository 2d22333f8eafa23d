from __future__ import annotations

from pathlib import Path

from gnomon.define.packs.pages import PAGE_MARK, packs_table, schema_page

DOCS = Path(__file__).parents[2] / "docs"
STALE = "Run scripts/write_pack_pages.py."


def test_packs_page_when_compared_with_the_packs_then_its_tables_are_theirs():
    text = (DOCS / "packs.md").read_text(encoding="utf-8")
    assert text.split(PAGE_MARK)[1] == packs_table(), STALE


def test_schema_page_when_compared_with_the_packs_then_is_the_same():
    assert (DOCS / "schema.md").read_text(encoding="utf-8") == schema_page(), STALE
