"""Every code of a fault, from the text that causes it to the message with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from gnomon.base.codes import PROJECT_CODES
from gnomon.base.errors import ProjectErrors
from gnomon.define.load import load_model

FAULTS = YAML(typ="safe", pure=True).load(Path(__file__).parent / "faults.yml")["faults"]
# Faults of the file system and of the engine have tests of their own.
ELSEWHERE = {
    "DEF-101": "test_files.py",
    "DEF-102": "test_files.py",
    "DEF-103": "test_files.py",
    "DEF-104": "test_files.py",
    "DEF-149": "test_columns.py",
    "DEF-161": "test_depth.py",
    "DEF-163": "test_counted.py",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_project_when_something_is_wrong_then_all_faults_come_with_place_and_code(tmp_path, fault):
    (tmp_path / "gnomon.toml").write_text(fault.get("toml", 'name = "x"\n'), encoding="utf-8")
    (tmp_path / "a.yml").write_text(fault["yaml"], encoding="utf-8")
    if "other" in fault:
        (tmp_path / "b.yml").write_text(fault["other"], encoding="utf-8")
    with pytest.raises(ProjectErrors) as caught:
        load_model(tmp_path)
    assert [str(error) for error in caught.value.errors] == fault["errors"]


def test_codes_when_listed_then_each_has_an_example():
    shown = {code for fault in FAULTS for error in fault["errors"] for code in re.findall(r"DEF-\d+", error)}
    assert shown | set(ELSEWHERE) == {code.code for code in PROJECT_CODES}
    for code, name in ELSEWHERE.items():
        assert code in (Path(__file__).parent / name).read_text(encoding="utf-8")


def test_codes_in_source_when_raised_then_they_are_listed():
    source = Path(__file__).parents[2] / "src" / "gnomon" / "define"
    files = [path for path in source.rglob("*.py") if "interop" not in path.parts]
    raised = {code for path in files for code in re.findall(r"DEF-\d+", path.read_text(encoding="utf-8"))}
    assert raised == {code.code for code in PROJECT_CODES}
