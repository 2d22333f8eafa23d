from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# python and console blocks run; the others are for looking at. A shell line of ours belongs in console.
RUN = {"python", "console"}
LOOK = {"sh", "yaml", "toml", "json", "sql", "text", "html", "mermaid"}
FENCE = re.compile(r"^[ ]*```([^\n]*)\n(.*?)^[ ]*```[ ]*$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_fence_of_any_page_says_its_language_and_runs_when_it_is_ours(page):
    for language, body in FENCE.findall(page.read_text(encoding="utf-8")):
        word = language.split()[0] if language.split() else ""
        assert word in RUN | LOOK, f"{page.name}: fence {language!r}; use one of {sorted(RUN | LOOK)}."
        assert word in RUN or not re.search(r"^\$? ?gnomon ", body, re.MULTILINE), (
            f"{page.name}: a {word} block calls gnomon; as a console block it would be run."
        )


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_link_of_a_root_page_leads_to_a_file(page):
    missing = [
        target for target in LINK.findall(page.read_text(encoding="utf-8")) if not (ROOT / target).exists()
    ]
    assert not missing, f"{page.name} links to {missing}"


def test_navigation_names_every_page_and_no_other():
    named = re.findall(r'= "([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    assert sorted(named) == sorted(pages)
