from __future__ import annotations

import time

import pytest

from gnomon.faces.cli.tables import print_table


def test_table_when_piped_then_aligns_wide_signs_and_lines_inside_cells(capsys):
    print_table([("Land", False), ("n", True)], [("中国", "1,200"), ("a\nb", "3")])
    assert capsys.readouterr().out.splitlines() == ["Land      n", "中国  1,200", "a         3", "b"]


def test_table_when_empty_then_shows_its_headings(capsys):
    print_table([("a", False), ("b", True)], [])
    assert capsys.readouterr().out == "a  b\n"


@pytest.mark.parametrize("text", ["[red]x[/red]", ":smile:", "\\[a]"])
def test_table_when_cells_look_like_markup_then_shows_them_as_they_are(capsys, text):
    print_table([("a", False)], [(text,)])
    assert capsys.readouterr().out.splitlines()[1] == text


def test_table_of_many_rows_then_takes_no_time(capsys):
    start = time.process_time()
    print_table([("a", False), ("b", True)], [(str(i), f"{i:,}") for i in range(20_000)])
    assert time.process_time() - start < 2
    assert capsys.readouterr().out.count("\n") == 20_001
