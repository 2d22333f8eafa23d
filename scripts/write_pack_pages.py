"""Write docs/schema.md, and the tables of docs/packs.md, from the packs.

Usage: ``scripts/write_pack_pages.py``; tests/packs/test_pages.py fails while the pages are stale.
"""

from __future__ import annotations

from pathlib import Path

from gnomon.define.packs.pages import PAGE_MARK, packs_table, schema_page

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write both pages."""
    page = ROOT / "docs" / "packs.md"
    head = page.read_text(encoding="utf-8").split(PAGE_MARK)[0]
    page.write_text(head + PAGE_MARK + packs_table(), encoding="utf-8")
    (ROOT / "docs" / "schema.md").write_text(schema_page(), encoding="utf-8")
    print("docs/packs.md, docs/schema.md")


if __name__ == "__main__":
    main()
