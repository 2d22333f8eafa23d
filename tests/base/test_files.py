from __future__ import annotations

import os
from pathlib import Path

import pytest

from gnomon.base.errors import InputError
from gnomon.base.files import whole_file, write_whole


def test_write_whole_when_all_goes_well_then_replaces_and_leaves_nothing_beside(tmp_path):
    target = tmp_path / "report.html"
    target.write_text("old")
    target.chmod(0o640)
    write_whole(target, "new")
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_whole_file_when_the_body_fails_then_the_old_file_stays(tmp_path):
    target = tmp_path / "answer.csv"
    target.write_text("old")

    def write_half():
        with whole_file(target) as draft:
            draft.write_text("half")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        write_half()
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["answer.csv"]


def test_write_whole_when_the_target_is_a_link_then_follows_it(tmp_path):
    real = tmp_path / "real.txt"
    real.write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    write_whole(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_write_whole_when_the_target_is_a_device_then_writes_to_it():
    write_whole(os.devnull, "gone")


@pytest.mark.parametrize(
    "name, code, words",
    [
        (".", "INP-011", "is a folder"),
        ("missing/report.html", "INP-012", "does not exist. Make it first."),
    ],
)
def test_write_whole_when_it_cannot_be_then_says_why(tmp_path, name, code, words):
    with pytest.raises(InputError, match=words) as caught:
        write_whole(tmp_path / name, "x")
    assert caught.value.code == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device without room")
def test_write_whole_when_there_is_no_room_then_says_so():
    with pytest.raises(InputError, match=r"^Cannot write /dev/full: No space left on device\. \[INP-013\]$"):
        write_whole("/dev/full", "x")


def test_whole_file_when_the_reader_is_gone_then_a_broken_pipe_is_no_input_error(tmp_path):
    with pytest.raises(BrokenPipeError), whole_file(tmp_path / "a.txt"):
        raise BrokenPipeError
    assert list(tmp_path.iterdir()) == []
