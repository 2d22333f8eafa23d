from __future__ import annotations

import pytest
from click.testing import CliRunner

import gnomon
from gnomon.base.errors import DataError
from gnomon.faces.cli.entry import gnomon as cli

SEEN = {"user": [1, 2, 3, 3, 2, 3, 4, None], "os": ["ios", "ios", "web", "ios", "web", "web", "web", "web"],
        "week": [1, 1, 1, 1, 2, 2, 2, 2]}  # fmt: skip


def test_flows_sum_to_the_change_of_the_distinct_count():
    found = gnomon.decompose_entities(SEEN, "os", entity="user", period="week", before=1, after=2)
    assert (found.change.before, found.change.after) == (3.0, 3.0)
    assert sum(c.amount for c in found.contributions) == found.change.amount
    assert {(c.name, c.part, c.amount) for c in found.contributions} == {
        ("ios", "lost", -1.0), ("ios", "moved", -2.0), ("web", "gained", 1.0), ("web", "moved", 1.0),
        ("overlap", "overlap", 1.0),
    }  # fmt: skip


def test_period_without_rows_is_refused():
    with pytest.raises(DataError, match="week = 3"):
        gnomon.decompose_entities(SEEN, "os", entity="user", period="week", before=1, after=3)


def test_percentile_is_laid_on_the_segment_that_slowed():
    times = {
        "os": ["ios", "web"] * 40,
        "ms": [*range(40), *range(0, 80, 2)],
        "week": [1] * 40 + [2] * 40,
    }
    found = gnomon.decompose_percentile(
        times, "os", value="ms", quantile=0.9, period="week", before=1, after=2
    )
    assert sum(c.amount for c in found.contributions) == pytest.approx(found.change.amount)


@pytest.mark.parametrize(
    "options, text",
    [
        (["--before", "a", "--after", "b"], "difference by segment"),
        (
            ["--before", "1", "--after", "2", "--period", "week", "--entity", "user"],
            "flows of distinct entities",
        ),
        (
            ["--before", "1", "--after", "2", "--period", "week", "--value", "a", "--quantile", "0.9"],
            "Shapley",
        ),
    ],
)
def test_command_shows_parts_and_remainder(tmp_path, options, text):
    path = tmp_path / "table.csv"
    path.write_text("os,week,user,a,b\nios,1,1,10,12\nweb,1,2,20,19\nios,2,1,11,13\nweb,2,3,22,18\n")
    result = CliRunner().invoke(cli, ["decompose", str(path), "--by", "os", *options])
    assert result.exit_code == 0, result.output
    assert text in result.output
    assert "remainder" in result.output


def test_entity_without_a_period_is_a_usage_error():
    result = CliRunner().invoke(
        cli, ["decompose", "x.csv", "--by", "os", "--before", "1", "--after", "2", "--entity", "u"]
    )
    assert result.exit_code == 2
    assert "--period" in result.output
