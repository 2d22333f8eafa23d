from __future__ import annotations

import shutil

import pytest

from gnomon.app.build_report import build_report
from gnomon.app.project import load

LABELS = """
sources:
  labels:
    file: data/labels.csv
    primary_key: label_id
    time: sent_at
    dimensions:
      sent_at: {grain: day}
      country: {}
metrics:
  bad: {kind: prevalence, source: labels, expr: is_bad}
"""


@pytest.fixture
def section(tmp_path, shop):
    folder = shutil.copytree(shop, tmp_path / "shop")
    (folder / "labels.yml").write_text(LABELS, encoding="utf-8")
    days = ("2024-05-06", "2024-05-13")
    rows = [
        f"{100 * d + i},{day},{'DE' if i % 2 else 'FR'},{str(i % 5 == d).lower()}"
        for d, day in enumerate(days)
        for i in range(40)
    ]
    text = "label_id,sent_at,country,is_bad\n" + "\n".join(rows) + "\n"
    (folder / "data" / "labels.csv").write_text(text, encoding="utf-8")
    with load(folder) as project:
        (made,) = build_report(project, metrics=["bad"]).sections
    return made


def test_breakdown_of_a_value_with_an_interval_then_every_row_has_its_own(section):
    (table,) = section.breakdowns
    assert sorted(row.member for row in table.rows) == ["DE", "FR"]
    assert all(0 < row.low < row.value < row.high < 1 for row in table.rows)


def test_total_of_a_value_with_an_interval_then_has_that_of_the_line(section):
    (table,) = section.breakdowns
    last = section.series.points[-1]
    assert (table.total.value, table.total.low, table.total.high) == (last.value, last.low, last.high)
    narrowest = min(row.high - row.low for row in table.rows)
    assert 0 < last.high - last.low < narrowest
