from __future__ import annotations

import pytest

from gnomon.app.project import load
from gnomon.app.write_report import write_report
from gnomon.base.errors import InputError


@pytest.fixture
def project(shop):
    with load(shop) as opened:
        yield opened


def test_report_is_written_as_one_page(project, tmp_path):
    said = []
    report = write_report(project, tmp_path / "page.html", say=said.append)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert report.sections[0].card.label in page
    assert said[0] == "asking 1 metric over time"


def test_report_when_drawing_fails_then_leaves_the_old_page_alone(project, tmp_path, monkeypatch):
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")

    def fail(_):
        raise ValueError

    monkeypatch.setattr("gnomon.report.render_report", fail)
    with pytest.raises(ValueError, match=r"^$"):
        write_report(project, page)
    assert page.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [page]


def test_report_when_the_folder_is_missing_then_nothing_is_asked(project, tmp_path):
    said = []
    with pytest.raises(InputError, match="does not exist"):
        write_report(project, tmp_path / "nowhere" / "page.html", say=said.append)
    assert said == []
