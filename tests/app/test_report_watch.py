from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import gnomon
from gnomon.app.report_watch import build_watch_part
from gnomon.app.write_report import write_report
from gnomon.report.watch_view import view_watch

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def shop():
    with gnomon.load(EXAMPLES / "ecommerce") as project:
        yield build_watch_part(project)


@pytest.fixture(scope="module")
def videos():
    with gnomon.load(EXAMPLES / "kuairand") as project:
        yield build_watch_part(project)


def test_watch_part_of_the_shop_then_the_payment_fault_is_the_one_incident_found_on_its_second_day(shop):
    (found,) = shop.findings
    assert found.began == datetime(2024, 5, 20)  # the notes of the log say 19 May to 7 June
    assert found.investigation is not None
    assert found.investigation.metric in {"fault_share", "payment_success"}
    assert found.figure is not None
    assert found.figure.points[-1].period <= datetime(2024, 6, 7)


def test_watch_part_of_the_shop_then_parts_of_the_change_sum_to_it(shop):
    for found in (shop.findings[0].investigation, *shop.looks):
        for split in found.splits:
            amounts = sum(part.amount for part in split.explanation.contributions)
            assert amounts == pytest.approx(split.explanation.change.amount, abs=1e-9)


def test_watch_part_of_the_videos_then_the_holiday_raises_no_alarm(videos):
    assert videos.findings == ()
    assert videos.young == videos.series  # two weeks are too short for a verdict, and that is said
    assert [event.name for event in videos.events] == ["Labour Day holidays"]
    assert "no alarm" in view_watch(videos).events[0]


def test_watch_part_of_the_videos_then_a_rate_is_split_into_own_rates_and_sizes_of_feeds(videos):
    (look,) = videos.looks
    split = next(s for s in look.splits if s.dimension == "tab")
    assert {part.part for part in split.explanation.contributions} == {"rate", "mix"}


def test_page_when_watched_then_says_incident_events_and_splits(tmp_path):
    with gnomon.load(EXAMPLES / "ecommerce") as project:
        write_report(project, tmp_path / "page.html", is_watched=True)
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Out of the ordinary" in text
    assert "gnomon explain" in text
    assert "nan" not in text.lower().split("<main")[1].split("</main")[0].replace("financial", "")[:20_000]
