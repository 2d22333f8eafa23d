from __future__ import annotations

import shutil

import pytest

from gnomon.app.run_demo import run_demo
from gnomon.records.report import CheckCount


@pytest.fixture
def shop_copy(shop, tmp_path):
    return shutil.copytree(shop, tmp_path / "shop")


def test_demo_of_the_package_then_passes_every_check(tmp_path):
    demo = run_demo(None, tmp_path / "report.html")
    assert demo.is_passed
    assert demo.report.checks == CheckCount(passed=11, total=11)
    assert len(demo.report.sections) == 11
    assert (tmp_path / "report.html").stat().st_size > 100_000


def test_demo_of_the_package_holds_the_payment_incident(tmp_path):
    demo = run_demo(None, tmp_path / "report.html")
    (section,) = [s for s in demo.report.sections if s.card.name == "payment_success"]
    found = {p.period.date().isoformat(): (p.value, p.n) for p in section.series.points}
    incident = {"2024-05-13": (27, 33), "2024-05-20": (13, 46), "2024-05-27": (15, 49),
                "2024-06-03": (26, 46), "2024-06-10": (44, 49)}  # fmt: skip
    for week, (bought, paid) in incident.items():
        assert found[week] == (pytest.approx(bought / paid), paid)
    assert not section.series.points[-1].is_complete  # the log ends in the middle of its last week


def test_breakdown_by_week_has_one_row_a_member_and_the_whole_week(tmp_path):
    demo = run_demo(None, tmp_path / "report.html")
    tables = {(s.card.name, b.dimension): b for s in demo.report.sections for b in s.breakdowns}
    for table in tables.values():
        members = [row.member for row in table.rows]
        assert len(members) == len(set(members))
    purchases = tables["purchases", "platform"]
    assert purchases.period.date().isoformat() == "2024-06-17"
    assert sum(row.value for row in purchases.rows) == purchases.total.value == 50


def test_demo_of_a_project_says_its_steps(shop, tmp_path):
    said = []
    demo = run_demo(shop, tmp_path / "report.html", say=said.append)
    assert demo.is_passed
    assert said[:3] == [
        "reading definitions",
        "checking columns of 2 sources",
        "holding 2 answers against plain SQL",
    ]


def test_demo_when_a_case_fails_then_writes_the_report_and_says_so(shop_copy, tmp_path):
    definitions = shop_copy / "shop.yml"
    text = definitions.read_text(encoding="utf-8")
    definitions.write_text(
        text.replace("select channel, sum(amount)", "select channel, max(amount)"), encoding="utf-8"
    )
    demo = run_demo(shop_copy, tmp_path / "report.html")
    assert not demo.is_passed
    assert demo.report.checks == CheckCount(passed=3, total=4)
    assert (tmp_path / "report.html").exists()


def test_demo_when_a_column_is_missing_then_asks_and_writes_nothing(shop_copy, tmp_path):
    definitions = shop_copy / "shop.yml"
    text = definitions.read_text(encoding="utf-8")
    definitions.write_text(text.replace("expr: amount", "expr: amuont"), encoding="utf-8")
    demo = run_demo(shop_copy, tmp_path / "report.html")
    assert (demo.is_passed, demo.report) == (False, None)
    assert any("amuont" in found.text for found in demo.proof.columns)
    assert not (tmp_path / "report.html").exists()
