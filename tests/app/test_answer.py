from __future__ import annotations

import shutil
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import gnomon
from gnomon.base.errors import DataError, QuestionError, UnknownNameError


@pytest.fixture(scope="module")
def project(shop_project):
    return shop_project


@pytest.fixture(scope="module")
def shop_project():
    from tests.app.conftest import SHOP

    with gnomon.load(SHOP) as opened:
        yield opened


@pytest.fixture
def answer(project):
    return project.ask(["orders_placed", "buyers"], by="channel", grain="month")


def test_answer_when_made_a_frame_then_every_library_has_the_same_rows(answer):
    rows = answer.to_dict()
    assert rows == answer.to_arrow().to_pylist() == answer.to_polars().to_dicts()
    assert isinstance(answer.to_polars(), pl.DataFrame)
    assert isinstance(answer.to_pandas(), pd.DataFrame)
    assert len(answer.to_pandas()) == len(rows)


def test_answer_when_handed_over_as_arrow_then_needs_no_copy_by_hand(answer):
    assert pa.table(answer).equals(answer.to_arrow())
    assert pl.DataFrame(answer).height == answer.to_arrow().num_rows


def test_answer_when_wide_then_has_a_column_a_metric(answer):
    assert answer.wide().column_names == ["period", "channel", "orders_placed", "buyers"]
    assert {"orders_placed__n", "buyers__complete"} <= set(answer.wide(details=True).column_names)


def test_answer_when_asked_then_knows_where_it_comes_from(answer):
    assert "COUNT" in answer.sql
    assert answer.metrics[0].version != answer.metrics[1].version
    assert answer.data_version
    assert answer.cost.compile_seconds > 0


def _version_in(folder, metric="revenue"):
    with gnomon.load(folder) as project:
        return project.ask(metric).metrics[0].version


def _copy_of_shop(shop, folder, *changes):
    shutil.copytree(shop, folder)
    text = (folder / "shop.yml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("metric", ["revenue", "revenue_per_buyer"])
def test_version_when_only_words_or_the_folder_change_then_stays(shop, tmp_path, metric):
    words = [
        ("Money paid for orders.", "Money."),
        ("label: Revenue\n", "label: Takings\n"),
        ("shop-analytics", "us"),
    ]
    changed = _copy_of_shop(shop, tmp_path / "elsewhere", *words)
    assert _version_in(changed, metric) == _version_in(shop, metric)


@pytest.mark.parametrize("metric", ["revenue", "revenue_per_buyer"])
@pytest.mark.parametrize(
    "change",
    [("expr: amount", "expr: amount * 2"), ("expr: amount", "expr: amount\n    filter: channel = 'web'")],
)
def test_version_when_what_is_counted_changes_then_changes(shop, tmp_path, metric, change):
    assert _version_in(_copy_of_shop(shop, tmp_path / "shop", change), metric) != _version_in(shop, metric)


def test_series_when_time_is_asked_then_is_one_a_slice(project):
    answer = project.ask("orders_placed", grain="day", by="channel")
    series = answer.series()
    assert {s.slice for s in series} == {(("channel", c),) for c in set(answer.data["channel"].to_pylist())}
    assert all(np.all(np.diff(s.time) > np.timedelta64(0)) for s in series)
    assert sum(s.value.sum() for s in series) == project.ask("orders_placed").to_dict()[0]["value"]


def test_series_when_there_is_no_time_then_says_how_to_ask(project):
    with pytest.raises(QuestionError, match="ask with a grain"):
        project.ask("orders_placed").series()


def test_series_when_the_metric_was_not_asked_then_names_those_that_were(project):
    with pytest.raises(UnknownNameError, match="orders_placed"):
        project.ask("orders_placed", grain="day").series("orders_place")


def test_cube_when_dimensions_are_asked_then_has_a_cell_each(project):
    cube = project.ask("orders_placed", by="channel").cube()
    assert cube.dimensions == ("channel",)
    assert len(cube.cells) == len(cube.value) == len(cube.n)


def test_cube_when_time_is_asked_then_says_how_to_ask(project):
    with pytest.raises(QuestionError, match="without a grain"):
        project.ask("orders_placed", grain="day").cube()


def test_long_when_a_row_was_brought_by_another_metric_then_leaves_it_out(make_answer):
    from gnomon.app.reshape import long_table

    answer = make_answer(
        {"country": ["a", "b"], "m": [1, None], "m__n": [1, None], "m__complete": [True, True]}
    )
    assert long_table(answer)["country"].to_pylist() == ["a"]


def test_long_when_integers_do_not_fit_beside_decimals_then_says_to_take_the_wide_shape(make_answer):
    from dataclasses import replace

    from gnomon.app.reshape import long_table

    one = make_answer({"m": [2**53 + 1], "m__n": [1], "m__complete": [True]})
    data = one.data.append_column("d", pa.array([Decimal("1.5")]))
    data = data.append_column("d__n", pa.array([1])).append_column("d__complete", pa.array([True]))
    other = replace(one.metrics[0], name="d", n_column="d__n", complete_column="d__complete")
    with pytest.raises(DataError, match="take the wide shape"):
        long_table(replace(one, data=data, metrics=(*one.metrics, other)))
