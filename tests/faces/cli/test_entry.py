from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from gnomon.base.errors import InternalError
from gnomon.faces.cli import gnomon
from gnomon.faces.cli.catalog import COMMANDS, GROUPS

MODULE = [sys.executable, "-c", "from gnomon.faces.cli import main; main()"]


def spawn(*args, **options):
    """Run the command line in a process of its own."""
    return subprocess.run(
        [*MODULE, *map(str, args)], capture_output=True, text=True, check=False, timeout=60, **options
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_command_of_the_catalog_exists_and_has_that_help_line(name):
    command = gnomon.get_command(click.Context(gnomon), name)
    assert command.name == name
    assert command.help.split("\n\n")[0].replace("\n", " ") == COMMANDS[name]


def test_groups_of_the_help_page_hold_every_command_once():
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMMANDS)


def test_help_when_asked_then_costs_little_processor_time():
    best = 9.0
    for _ in range(3):
        before = os.times()
        assert spawn("--help").returncode == 0
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        best = min(best, spent)
    assert best < 0.2


def test_command_when_unknown_then_names_the_nearest(run):
    result = run("describ")
    assert result.exit_code == 2
    assert "Unknown command 'describ'. Did you mean describe?" in result.stderr


def test_option_when_unknown_then_names_the_nearest(run):
    result = run("ask", "revenue", "--grian", "day")
    assert result.exit_code == 2
    assert "--grain" in result.stderr


def test_project_when_there_is_none_then_says_how_to_start_one(run, tmp_path):
    result = run("list", "--project", tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert "gnomon init" in result.stderr


def test_project_option_before_and_after_the_command_means_the_same(run, shop):
    assert run("--project", shop, "list").stdout == run("list", "--project", shop).stdout


def test_project_when_run_inside_of_it_then_is_found_upwards(shop):
    result = spawn("list", "sources", cwd=shop / "data")
    assert result.returncode == 0
    assert "orders" in result.stdout


def test_project_of_the_environment_is_used_when_none_is_given(run, shop, monkeypatch):
    monkeypatch.setenv("GNOMON_PROJECT", str(shop))
    assert "revenue" in run("list").stdout


def fail_with(monkeypatch, error):
    """Let ``gnomon list`` meet an error."""

    def fail(*_):
        raise error

    monkeypatch.setattr("gnomon.app.list_definitions.list_definitions", fail)


def test_error_when_it_is_our_own_then_asks_for_a_report(run, monkeypatch):
    fail_with(monkeypatch, InternalError("two answers for one key"))
    result = run("list")
    assert result.exit_code == 2
    assert "two answers for one key [INT-900]" in result.stderr
    assert "Please report it" in result.stderr


def test_error_when_unexpected_then_is_short_and_the_trace_waits_for_debug(run, monkeypatch):
    fail_with(monkeypatch, ZeroDivisionError("division by zero"))
    short, long = run("list"), run("list", "--debug")
    assert short.exit_code == long.exit_code == 2
    assert "unexpected ZeroDivisionError: division by zero [INT-901]" in short.stderr
    assert "Traceback" not in short.stderr
    assert "--debug" in short.stderr
    assert "Traceback" in long.stderr


def test_interrupt_when_pressed_then_exits_130_without_a_trace(run, monkeypatch):
    fail_with(monkeypatch, KeyboardInterrupt())
    result = run("list")
    assert result.exit_code == 130
    assert result.stderr.startswith("interrupted:")


def test_pipe_when_closed_early_then_stays_quiet(shop):
    command = f"{sys.executable} -c 'from gnomon.faces.cli import main; main()' list --project {shop} | true"
    result = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert result.stderr == ""


def test_output_when_piped_then_is_plain_and_has_no_blank_ends(shop):
    lines = spawn("list", "--project", shop).stdout.splitlines()
    assert lines[0].split() == ["name", "label", "kind", "module", "tier", "owner"]
    assert all(line == line.rstrip() and "\x1b" not in line for line in lines)


def test_start_when_listing_then_loads_no_engine(shop):
    code = (
        "import sys\nfrom gnomon.faces.cli import gnomon\n"
        f"gnomon.main(['list', '--project', {str(shop)!r}], standalone_mode=False)\n"
        "print(sorted({'duckdb', 'pyarrow', 'polars', 'altair'} & set(sys.modules)), file=sys.stderr)"
    )
    start = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stderr.strip() == "[]", f"after {time.monotonic() - start:.1f} s"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device without room")
@pytest.mark.parametrize(
    "rest, words",
    [
        ("--csv > /dev/full", "Cannot write standard output: No space left on device. [INP-017]"),
        ("--csv -o /dev/full", "Cannot write /dev/full: No space left on device. [INP-013]"),
        ("--parquet /dev/full", "Cannot write /dev/full: No space left on device. [INP-013]"),
    ],
)
def test_output_when_there_is_no_room_then_says_so_and_exits_2(shop, rest, words):
    command = f'{sys.executable} -c "from gnomon.faces.cli import main; main()" ask revenue -p {shop} {rest}'
    result = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.returncode, result.stderr) == (2, f"error: {words}\n")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device without room")
@pytest.mark.parametrize("words", ["--version", "--help", "ask --help"])
def test_page_when_there_is_no_room_then_says_so_in_one_sentence_and_exits_2(words):
    command = f'{sys.executable} -c "from gnomon.faces.cli import main; main()" {words} > /dev/full'
    result = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    text = "error: Cannot write standard output: No space left on device. [INP-017]\n"
    assert (result.returncode, result.stderr) == (2, text)
