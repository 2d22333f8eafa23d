"""One table of codes: complete, without idle entries, and the same as the page of the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gnomon.base.codes import CODES, codes_page, explain_code

ROOT = Path(__file__).parents[2]
HOME = ROOT / "src" / "gnomon" / "base" / "codes"
LISTED = {each.code for each in CODES}
ROOMS = "|".join(sorted({code.split("-")[0] for code in LISTED}))
RAISED = re.compile(rf'"((?:{ROOMS})-\d{{3}})"|\[((?:{ROOMS})-\d{{3}})\]"')
MENTIONED = re.compile(rf"\b(?:{ROOMS})-\d{{3}}\b")


def source_files():
    return [path for path in (ROOT / "src").rglob("*.py") if HOME not in path.parents]


def test_codes_in_source_when_raised_then_each_is_listed_and_none_is_idle():
    found = (RAISED.findall(path.read_text(encoding="utf-8")) for path in source_files())
    raised = {first or second for each in found for first, second in each}
    assert sorted(raised - LISTED) == [], "Describe these codes in gnomon.base.codes."
    assert sorted(LISTED - raised) == [], (
        "No line of src raises these codes: take them out of gnomon.base.codes."
    )


@pytest.mark.parametrize(
    "path",
    [*source_files(), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_code_of_a_text_when_mentioned_then_it_is_listed(path):
    assert set(MENTIONED.findall(path.read_text(encoding="utf-8"))) <= LISTED


def test_codes_when_listed_then_each_stands_once_with_words_of_its_own():
    assert len(LISTED) == len(CODES)
    for each in CODES:
        assert each.title
        assert not each.title.endswith(".")
        assert each.meaning.endswith(".")
        assert each.mend.endswith((".", "`."))


def test_codes_page_when_compared_with_the_docs_then_both_are_the_same():
    page = ROOT / "docs" / "errors.md"
    assert page.read_text(encoding="utf-8") == codes_page(), "Write codes_page() into docs/errors.md."


def test_explain_code_when_unknown_then_none():
    assert explain_code("DEF-999") is None
