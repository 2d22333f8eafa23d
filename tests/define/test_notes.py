"""What is noted beside a metric: its source, its pairs, its plausible range, who may see it."""

from __future__ import annotations

from datetime import date

import pytest

from gnomon.ask.run import definition_version
from gnomon.base.errors import ProjectErrors
from gnomon.define import Plausible, Reference, Sensitivity
from gnomon.define.load import load_model
from gnomon.define.write import metric_to_yaml, to_text

PROJECT = """
sources:
  plays: {{file: p.parquet, time: day, dimensions: {{day: {{grain: day}}}}}}
metrics:
  plays: {{kind: count, source: plays, {notes}}}
  hours: {{kind: sum, source: plays, expr: ms}}
"""
NOTES = (
    "reference: {text: 'Some law, Art. 1', url: 'https://example.org/a', checked: 2026-11-24}, "
    "paired_with: [hours], plausible: [0, null], sensitivity: personal"
)


@pytest.fixture
def read(tmp_path):
    def write_and_load(notes):
        (tmp_path / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
        (tmp_path / "a.yml").write_text(PROJECT.format(notes=notes), encoding="utf-8")
        return load_model(tmp_path)

    return write_and_load


def test_notes_when_read_then_are_records(read):
    metric = read(NOTES).metrics["plays"]
    assert metric.reference == Reference(
        text="Some law, Art. 1", url="https://example.org/a", checked=date(2026, 11, 24)
    )
    assert metric.paired_with == ("hours",)
    assert metric.plausible == Plausible(low=0)
    assert metric.sensitivity is Sensitivity.PERSONAL


def test_notes_when_written_and_read_again_then_are_the_same(read, tmp_path):
    metric = read(NOTES).metrics["plays"]
    text = to_text({"metrics": {"plays": metric_to_yaml(metric)}})
    (tmp_path / "a.yml").write_text(
        PROJECT.format(notes="").replace("  plays: {kind: count, source: plays, }\n", "")
    )
    (tmp_path / "b.yml").write_text(text, encoding="utf-8")
    assert load_model(tmp_path).metrics["plays"] == metric


def test_version_when_only_notes_change_then_stays(read):
    bare, noted = read("label: Plays"), read(NOTES)
    assert definition_version(bare, "plays") == definition_version(noted, "plays")


@pytest.mark.parametrize(
    "notes, message",
    [
        ("paired_with: [huors]", "a.yml:5:53: Unknown metric 'huors'. Did you mean hours? [DEF-140]"),
        ("paired_with: plays", "a.yml:5:39: 'plays' cannot be its own pair. Name another metric. [DEF-112]"),
        (
            "paired_with: [hours, hours]",
            "a.yml:5:60: 'hours' is named twice as a pair. Keep one of them. [DEF-112]",
        ),
        (
            "plausible: [2, 1]",
            "a.yml:5:50: The range ends (1) before it begins (2). Write the smaller number first. [DEF-112]",
        ),
        (
            "plausible: [null, null]",
            "a.yml:5:50: A range needs at least one end, for example [0, 1] or [0, null]. [DEF-112]",
        ),
        (
            "sensitivity: secret",
            "a.yml:5:52: 'secret' is not allowed here. Use one of: public, internal, personal, sensitive. [DEF-112]",
        ),
        (
            "reference: {text: A law, url: example.org}",
            "a.yml:5:69: 'example.org' is no address. Begin it with https://. [DEF-112]",
        ),
        (
            "reference: {text: A law, checked: soon}",
            "a.yml:5:73: 'soon' is no date. Write year-month-day, for example 2022-04-25. [DEF-116]",
        ),
    ],
)
def test_notes_when_wrong_then_the_place_and_the_right_way_are_told(read, notes, message):
    with pytest.raises(ProjectErrors) as caught:
        read(notes)
    assert [str(error) for error in caught.value.errors] == [message]


@pytest.mark.parametrize(
    "plausible, text",
    [
        (Plausible(low=0, high=0.5), "0 to 0.5"),
        (Plausible(low=3), "at least 3"),
        (Plausible(high=8), "at most 8"),
    ],
)
def test_plausible_when_shown_then_reads_as_a_range(plausible, text):
    assert str(plausible) == text
