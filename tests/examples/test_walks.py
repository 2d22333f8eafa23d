"""Facts about public logs, computed beforehand: cohorts that come back, and the walk to a purchase."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import gnomon
from gnomon.faces.cli import gnomon as command_line

EXAMPLES = Path(__file__).parents[2] / "examples"
BACK = {
    "retail": """
    source: lines
    entity: customer
    where: line_type = 'sale'
    cohort: {where: line_type = 'sale'}
    every: month
""",
    "game": """
    source: days
    entity: player
    cohort: {source: players}
""",
    "kuairand": """
    source: plays
    entity: user
""",
}


@pytest.fixture
def grid_of(tmp_path):
    """Ask an example, with a metric of retention added, for some of its cohorts."""

    def ask(name, ons, **question):
        home = tmp_path / name
        home.mkdir()
        (home / "data").symlink_to(EXAMPLES / name / "data")
        for file in ("gnomon.toml", "sources.yml"):
            shutil.copy(EXAMPLES / name / file, home)
        (home / "back.yml").write_text(f"metrics:\n  back:\n    kind: retention\n    on: 1{BACK[name]}")
        with gnomon.load(home) as project:
            return project.retention("back", ons, **question)

    return ask


def count_back(row):
    return [row.size, *(round(cell.value * cell.n) for cell in row.cells)]


def test_customers_of_december_when_followed_then_come_back_as_the_facts_say(grid_of):
    grid = grid_of("retail", [1, 2, 3, 11])
    first = grid.cohorts[0]
    assert (first.cohort, first.is_known, count_back(first)) == (
        date(2010, 12, 1),
        False,
        [885, 324, 286, 340, 445],
    )
    assert grid.cohorts[-1].cells[0].value is None
    assert "left out of the average" in grid.notes[-1]


def test_players_when_followed_then_come_back_as_the_facts_say(grid_of):
    grid = grid_of("game", [1, 7, 30], end="2015-12-01")
    totals = [sum(numbers) for numbers in zip(*(count_back(row) for row in grid.cohorts), strict=True)]
    assert totals == [1148, 837, 437, 215]
    assert [cell.value for cell in grid.average] == [pytest.approx(n / 1148) for n in totals[1:]]


def test_viewers_of_the_first_day_when_followed_then_come_back_as_the_facts_say(grid_of):
    first = grid_of("kuairand", [1, 7, 13]).cohorts[0]
    assert count_back(first)[1:] == [3952, 3432, 3166]


def test_funnel_of_the_shop_when_shown_then_gives_the_facts():
    result = CliRunner().invoke(
        command_line, ["funnel", "walk_to_purchase", "--csv", "--project", str(EXAMPLES / "ecommerce")]
    )
    assert result.exit_code == 0, result.output
    assert [line.split(",")[1] for line in result.stdout.splitlines()[1:]] == [
        "2868",
        "944",
        "418",
        "165",
        "44",
    ]


def test_retention_of_the_shop_when_another_kind_is_named_then_is_refused():
    result = CliRunner().invoke(
        command_line, ["retention", "walk_to_purchase", "--project", str(EXAMPLES / "ecommerce")]
    )
    assert result.exit_code == 2
    assert "'walk_to_purchase' is a funnel, no retention" in result.stderr
