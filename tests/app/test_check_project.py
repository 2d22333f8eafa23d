from __future__ import annotations

import shutil

from gnomon.app.check_project import check_project
from gnomon.app.open_model import open_model
from gnomon.define.load import load_model


def check(folder):
    model = load_model(folder)
    with open_model(model) as engine:
        return {e.target: e for e in check_project(model, engine)}


def test_check_of_a_good_project_then_counts_columns(shop):
    assert {name: (e.status, e.text) for name, e in check(shop).items()} == {
        "orders": ("pass", "5 columns"),
        "users": ("pass", "2 columns"),
    }


def test_check_when_a_column_is_misspelt_then_names_the_place_and_the_nearest(shop, tmp_path):
    folder = shutil.copytree(shop, tmp_path / "shop")
    text = (folder / "shop.yml").read_text().replace("expr: amount", "expr: amuont")
    (folder / "shop.yml").write_text(text)
    looked = check(folder)
    assert looked["orders"].status == "fail"
    assert "shop.yml:" in looked["orders"].text
    assert "Did you mean amount?" in looked["orders"].text
    assert looked["users"].status == "pass"


def test_check_when_a_file_is_missing_then_only_its_source_fails(shop, tmp_path):
    folder = shutil.copytree(shop, tmp_path / "shop")
    (folder / "data" / "users.csv").unlink()
    looked = check(folder)
    assert looked["users"].status == "fail"
    assert looked["orders"].status == "pass"
