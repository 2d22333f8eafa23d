from __future__ import annotations

import re
from pathlib import Path

from gnomon.define.kinds import kinds_by_name
from gnomon.define.load import load_model

PAGE = (Path(__file__).parents[2] / "docs" / "define.md").read_text(encoding="utf-8")


def test_page_when_its_first_project_is_loaded_then_it_has_no_fault(tmp_path):
    for language, name in (("toml", "gnomon.toml"), ("yaml", "shop.yml")):
        text = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[1]
        (tmp_path / name).write_text(text, encoding="utf-8")
    model = load_model(tmp_path)
    assert list(model.metrics) == ["revenue", "buyers", "revenue_per_buyer", "buyers_4w"]


def test_page_when_compared_with_the_kinds_then_every_kind_has_a_row():
    table = PAGE.split("## Kinds of metric")[1].split("##")[0]
    named = {
        name
        for row in re.findall(r"^\| (.*?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert named == set(kinds_by_name())
