from __future__ import annotations

import os

import pytest

from gnomon.base.errors import DefinitionError, ProjectErrors
from gnomon.define.files import find_root, list_files, read_text
from gnomon.define.load import load_model


@pytest.fixture
def project(tmp_path):
    (tmp_path / "gnomon.toml").write_text('name = "x"\n', encoding="utf-8")
    return tmp_path


def test_find_root_when_inside_the_project_then_its_folder(project):
    deep = project / "metrics" / "growth"
    deep.mkdir(parents=True)
    (deep / "a.yml").touch()
    assert find_root(deep) == find_root(deep / "a.yml") == project.resolve()


def test_find_root_when_there_is_no_project_then_says_what_to_do(tmp_path):
    with pytest.raises(DefinitionError, match=r"There is no gnomon.toml in .*gnomon init.* \[DEF-101\]$"):
        find_root(tmp_path)


def test_find_root_when_the_folder_does_not_exist_then_the_project_around_it_is_not_taken(project):
    (project / "kuairand").mkdir()
    with pytest.raises(DefinitionError, match=r"There is no folder .*Did you mean kuairand\? \[DEF-101\]$"):
        find_root(project / "kuarand")
    with pytest.raises(DefinitionError, match=r"Name the project's folder\. \[DEF-101\]$"):
        find_root(project / "no" / "where")


def test_list_files_when_some_are_left_out_then_the_rest_in_order(project):
    for name in ("b.yaml", "a.yml", "_draft.yml", ".hidden.yml", "notes.txt", "reports/r.yml", "m/c.yml"):
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    inner = project / "inner"
    inner.mkdir()
    (inner / "gnomon.toml").touch()
    (inner / "d.yml").touch()
    found = [path.relative_to(project).as_posix() for path in list_files(project)]
    assert found == ["a.yml", "b.yaml", "m/c.yml"]


def test_load_when_a_file_has_100_mb_then_refused_unread(project):
    path = project / "big.yml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(ProjectErrors) as caught:
        load_model(project)
    (error,) = caught.value.errors
    assert str(error).startswith("big.yml: 100.0 MB is more than the 1 MB that a definition file may have.")
    assert error.code == "DEF-104"


def test_load_when_a_file_is_not_utf8_then_says_where(project):
    (project / "a.yml").write_bytes("metrics:\n  café:\n".encode("latin-1"))
    with pytest.raises(ProjectErrors) as caught:
        load_model(project)
    expected = "a.yml:2:6: Byte 0xe9 is not UTF-8. Save the file as UTF-8. [DEF-103]"
    assert [str(e) for e in caught.value.errors] == [expected]


def test_load_when_a_file_has_a_byte_order_mark_then_it_is_no_part_of_the_text(project):
    (project / "a.yml").write_bytes("\ufeffmetrics:\n".encode())
    assert load_model(project).metrics == {}


def test_load_when_a_file_is_empty_then_fine(project):
    (project / "a.yml").touch()
    assert load_model(project).metrics == {}


def test_read_text_when_it_is_a_pipe_then_refused(tmp_path):
    path = tmp_path / "a.yml"
    os.mkfifo(path)
    with pytest.raises(DefinitionError, match=r"a.yml: This is no ordinary file. \[DEF-102\]"):
        read_text(path, "a.yml")
