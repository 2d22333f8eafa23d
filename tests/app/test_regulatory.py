"""Exports over tables that can be counted by hand; see regulatory_world.py for what is in them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from gnomon.app.project import load
from gnomon.app.regulatory import export_ccpa, export_dsa, write_csv, write_export
from gnomon.app.regulatory.figures import Figures
from gnomon.app.regulatory.period import dsa_publish_by, read_dsa_period
from gnomon.base.errors import DataError, InputError
from tests.app.regulatory_world import TABLES, start_project

START, END = date(2026, 1, 1), date(2026, 6, 30)
NOW = datetime(2026, 8, 5, tzinfo=UTC)
SAID = {"nudity": "cyber_violence"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return start_project(tmp_path_factory.mktemp("half-year"))


@pytest.fixture(scope="module")
def project(folder):
    with load(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(project):
    return export_dsa(project, START, END, service="Clips", now=NOW, is_partial=True)


def rows_of(export, name):
    (table,) = (t for t in export.tables if t.name.endswith(name))
    return list(csv.DictReader(io.StringIO(write_csv(table), newline="")))


def cells(export, name, key, *columns):
    """Give some columns of each row whose first cell is a number other than 0, by its key."""
    rows = [(r[key], *(r[c] for c in columns)) for r in rows_of(export, name)]
    return [r for r in rows if r[1] not in {"", "0"}]


def test_orders_when_counted_by_hand_then_agree_in_all_and_by_state(report):
    effect = "Median time to give effect to the order to act against illegal content"
    rows = [
        (
            r["Scope"],
            r["Category of illegal content"].removeprefix("STATEMENT_CATEGORY_"),
            r[count],
            r[effect],
        )
        for r in rows_of(report, "orders.csv")
        if r[count := "Number of orders to act against illegal content received"] != "0"
    ]
    assert rows == [
        ("TOTAL", "TOTAL", "3", "10"),
        ("TOTAL", "ILLEGAL_OR_HARMFUL_SPEECH", "1", "10"),
        ("TOTAL", "SCAMS_AND_FRAUD", "2", "2"),
        ("FR", "TOTAL", "1", ""),
        ("FR", "SCAMS_AND_FRAUD", "1", ""),
        ("DE", "TOTAL", "2", "2"),
        ("DE", "ILLEGAL_OR_HARMFUL_SPEECH", "1", "10"),
        ("DE", "SCAMS_AND_FRAUD", "1", "2"),
    ]


def test_notices_when_counted_by_hand_then_agree(report):
    columns = (
        "Number of notices received ",
        "Number of notices received from Trusted flaggers",
        "Median time to take action",
        "Number of actions taken on the basis of the law",
        "Number of actions taken on the basis of the terms and conditions of the service",
    )
    assert cells(report, "notices.csv", "Category of illegal content", *columns) == [
        ("TOTAL", "4", "1", "6", "1", "1"),
        ("STATEMENT_CATEGORY_PROTECTION_OF_MINORS", "1", "0", "24", "0", "1"),
        ("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "2", "1", "2", "1", "0"),
        ("STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE", "1", "0", "", "0", "0"),
    ]


def test_measures_when_counted_by_hand_then_agree_under_law_and_terms(report):
    taken = "Number of measures taken at the provider's own initiative "
    columns = (taken, "Visibility restriction Removal", "Account restriction Suspension")
    assert cells(report, "illegal.csv", "Category of illegal content", *columns) == [
        ("TOTAL", "2", "1", "1"),
        ("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "1", "1", "0"),
        ("STATEMENT_CATEGORY_VIOLENCE", "1", "0", "1"),
    ]
    key = "Category of incompatibility with the provider's terms and conditions"
    columns = (taken, "Visibility restriction Demoted", "Visibility restriction Age restricted")
    assert cells(report, "TC.csv", key, *columns) == [
        ("TOTAL", "3", "1", "1"),
        ("STATEMENT_CATEGORY_VIOLENCE", "1", "0", "1"),
        ("STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "2", "1", "0"),
    ]


def test_complaints_and_machines_when_counted_by_hand_then_agree(report):
    rows = [(r["Scope"], r["Value"]) for r in rows_of(report, "recidivism.csv")[:6]]
    assert rows == [
        ("Total number", "4"),
        ("Decisions upheld", "1"),
        ("Decisions partially reversed", ""),
        ("Decisions reversed", "2"),
        ("Median time", "72"),
        ("Decision omitted", ""),
    ]
    machines = [r["Value"] for r in rows_of(report, "means.csv")]
    assert machines[:7] == ["4", "2", "0.5", "0.6667", "0.6667", "4", "1"]


def test_recipients_when_averaged_then_over_months_covered_from_their_first_day(report):
    amar = {r["Scope"]: r["Value"] for r in rows_of(report, "AMAR.csv")}
    # the data begins on 5 January; of February to June, two months of three people in the Union and three of two
    assert (amar["TOTAL"], amar["FR"], amar["DE"], amar["AT"]) == ("2", "1", "1", "0")


@pytest.mark.parametrize(
    "first, total",
    [(START, 15 / 6), (date(2026, 2, 1), 12 / 5), (date(2026, 3, 31), 2.0), (date(2026, 6, 30), 2.0)],
)
def test_months_when_covered_in_part_then_only_whole_ones_are_averaged(project, first, total):
    figures = Figures(project=project, start=START, end=END, now=NOW, where=("country <> 'US'",))
    assert figures.months("monthly_recipients", first) == {None: total}


def test_recipients_when_all_months_are_covered_then_are_those_of_the_metric(project):
    answer = project.ask(
        "average_monthly_recipients", grain="month", start=END, end=END, where="country <> 'US'"
    )
    assert answer.data.column("average_monthly_recipients").to_pylist() == [15 / 6]


def test_report_then_lists_what_people_fill_in_and_begins_with_its_identification(report):
    assert report.tables[0].name == "1_summary.csv"
    summary = {r["Indicator"]: r["Value"] for r in rows_of(report, "summary.csv")}
    assert summary["Starting date of reporting period"] == "2026-01-01"
    assert summary["Name of the service provider"] == ""
    left = rows_of(report, "parts-to-fill.csv")
    assert {int(r["Part"]) for r in left} == {1, 2, 3, 4, 5, 6, 7, 8, 9, 11}
    assert all(all(r.values()) for r in left)
    assert {r["Indicator"] for r in left if r["Part"] == "1"} == {i for i, v in summary.items() if not v}


def test_report_then_names_service_period_and_last_day(report):
    first = rows_of(report, "notices.csv")[0]
    assert (first["Service"], first["Reporting period"]) == ("Clips", "2026-01-01/2026-06-30")
    assert report.publish_by == date(2026, 8, 31)
    assert report.notes == (
        "The data covers 2026-01-05 to 2026-06-30 alone; the figures are of these days.",
        "Average recipients are of the months from 2026-02 on.",
    )
    assert all(check.holds for check in report.checks)
    assert len({t.name for t in report.tables}) == 10
    assert report.tables[-1].name == "covered-days.csv"


def test_report_when_asked_late_then_says_so(project):
    late = export_dsa(project, START, END, now=datetime(2026, 9, 1, 1, tzinfo=UTC), is_partial=True)
    assert late.notes[2:] == ("This was to be published by 2026-08-31.",)


@pytest.mark.parametrize(
    "start, end",
    [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-09-30"), ("2025-07-01", "2026-06-30")],
)
def test_period_when_neither_half_nor_whole_year_then_refused(start, end):
    with pytest.raises(InputError, match="is no reporting period") as caught:
        read_dsa_period(date.fromisoformat(start), date.fromisoformat(end))
    assert caught.value.code == "INP-030"


@pytest.mark.parametrize("end, last", [("2026-06-30", "2026-08-31"), ("2027-12-31", "2028-02-29")])
def test_publish_by_then_is_the_end_of_the_second_month(end, last):
    assert dsa_publish_by(date.fromisoformat(end)).isoformat() == last


def test_period_when_its_last_day_is_not_over_then_refused(project):
    with pytest.raises(InputError, match="what is not over cannot be reported") as caught:
        export_dsa(project, START, END, now=datetime(2026, 6, 30, 23, tzinfo=UTC))
    assert caught.value.code == "INP-031"


def test_period_when_not_loaded_then_refused_with_the_metric(project):
    with pytest.raises(
        DataError, match="authority_order_count is not loaded to the end of 2026-12-31"
    ) as caught:
        export_dsa(project, date(2026, 7, 1), date(2026, 12, 31), now=datetime(2027, 1, 5, tzinfo=UTC))
    assert caught.value.code == "DAT-330"


def test_word_when_it_has_no_category_then_refused_until_one_is_said(tmp_path):
    query = TABLES["moderation_actions"].replace("'violence', 'law'", "'nudity', 'law'")
    with load(start_project(tmp_path, moderation_actions=query)) as project:
        with pytest.raises(
            DataError, match=r"basis of the law has no category of Annex I for 'nudity' \(1\)"
        ) as caught:
            export_dsa(project, START, END, now=NOW, is_partial=True)
        assert caught.value.code == "DAT-332"
        report = export_dsa(project, START, END, categories=SAID, now=NOW, is_partial=True)
        taken = "Number of measures taken at the provider's own initiative "
        found = cells(report, "illegal.csv", "Category of illegal content", taken)
        assert ("STATEMENT_CATEGORY_CYBER_VIOLENCE", "1") in found
        with pytest.raises(InputError, match="is no category of Annex I") as caught:
            export_dsa(project, START, END, categories={"nudity": "violense"}, now=NOW, is_partial=True)
        assert caught.value.code == "INP-033"


def test_report_when_a_restriction_is_unknown_then_does_not_add_up(tmp_path):
    query = TABLES["moderation_actions"].replace("'demotion'", "'shadow'")
    with load(start_project(tmp_path, moderation_actions=query)) as project:
        with pytest.raises(DataError, match="terms and conditions, by kind: 2, not 3") as caught:
            export_dsa(project, START, END, now=NOW, is_partial=True)
        assert caught.value.code == "DAT-331"


def test_requests_of_a_year_when_counted_by_hand_then_agree(project):
    export = export_ccpa(project, 2025, now=datetime(2026, 1, 15, tzinfo=UTC), is_partial=True)
    table, covered = export.tables
    assert covered.rows == (("2025-01-01", "2025-12-31", "2025-01-10", "2025-12-31"),)
    assert table.rows[0] == (2025, "Requests to delete", 3, 2, 1, 0, 4.0, 5.0)
    assert table.rows[2] == (2025, "Requests to know", 1, 0, 0, 1, None, None)
    assert (table.name, export.publish_by) == ("ccpa-7102-2025.csv", date(2026, 7, 1))
    assert export.notes[1].startswith("Not answered yet: 1 of the requests of 2025")


def test_requests_when_the_year_runs_then_refused(project):
    with pytest.raises(InputError, match="ends on 2026-12-31") as caught:
        export_ccpa(project, 2026, now=NOW, is_partial=True)
    assert caught.value.code == "INP-031"


def test_requests_when_one_has_an_unknown_kind_then_do_not_add_up(tmp_path):
    query = TABLES["privacy_requests"].replace("'know'", "'portability'")
    with load(start_project(tmp_path, privacy_requests=query)) as project:
        with pytest.raises(DataError, match="added up over their kinds: 3, not 4") as caught:
            export_ccpa(project, 2025, now=datetime(2026, 1, 15, tzinfo=UTC), is_partial=True)
        assert caught.value.code == "DAT-331"


def test_project_without_the_pack_then_is_told_what_it_lacks(tmp_path):
    (tmp_path / "gnomon.toml").write_text('name = "empty"\n', encoding="utf-8")
    with load(tmp_path) as project:
        with pytest.raises(
            InputError, match="privacy_requests_received, privacy_requests_complied"
        ) as caught:
            export_ccpa(project, 2025, now=NOW, is_partial=True)
        assert caught.value.code == "INP-032"


def test_files_when_written_then_are_whole_utf8_with_crlf(report, tmp_path):
    files = write_export(report, tmp_path / "out")
    assert [f.name for f in files] == [t.name for t in report.tables]
    content = (tmp_path / "out" / "4_notices.csv").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == 17
    assert not content.startswith(b"\xef\xbb\xbf")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_folder_when_it_holds_anything_then_nothing_is_written(report, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        write_export(report, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_half_year_when_it_is_over_before_the_data_then_refused(project):
    with pytest.raises(DataError, match="zeros would stand for what is not known") as caught:
        export_dsa(project, date(2019, 1, 1), date(2019, 6, 30), now=NOW, is_partial=True)
    assert caught.value.code == "DAT-333"


def test_year_when_it_is_over_before_the_data_then_refused(project):
    with pytest.raises(DataError, match="zeros would stand for what is not known") as caught:
        export_ccpa(project, 2019, now=NOW, is_partial=True)
    assert caught.value.code == "DAT-333"


def test_year_when_it_begins_before_the_data_then_refused_or_marked(project):
    begun = date(2025, 3, 1)
    figures = Figures(project=project, start=date(1990, 1, 1), end=date(2026, 6, 30), now=NOW)
    with pytest.raises(DataError, match="say --partial") as caught:
        figures.refuse_unbegun(["privacy_requests_received"])
    assert caught.value.code == "DAT-334"
    first = figures.refuse_unbegun(["privacy_requests_received"], is_partial=True)
    tables, notes = figures.covered(first)
    assert first > begun.replace(year=1990)
    assert tables[0].rows == (("1990-01-01", "2026-06-30", f"{first}", "2026-06-30"),)
    assert f"covers {first} to 2026-06-30 alone" in notes[0]
