from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.markdown_console import Step, differs, evaluate_console, parse_steps


def test_steps_when_a_line_ends_in_a_backslash_then_the_command_goes_on():
    block = "$ echo a \\\n  b\na b\n$ true\n"
    assert parse_steps(block) == (Step(command="echo a \\\n  b", shown="a b"), Step(command="true", shown=""))


def test_steps_when_the_block_has_no_prompt_then_say_so():
    with pytest.raises(ValueError, match="starts with a"):
        parse_steps("echo a\n")


@pytest.mark.parametrize(
    "shown, printed, expected",
    [
        ("", "anything", False),
        ("a", "a  \n", False),
        ("a ... c", "a b c", False),
        ("a\n...\nd", "a\nb\nc\nd", False),
        ("a", "b", True),
        ("a", "a\nb", True),
    ],
)
def test_comparison_of_output_ignores_trailing_blanks_and_honours_dots(shown, printed, expected):
    assert differs(shown, printed) is expected


@pytest.mark.parametrize(
    "block, complaint",
    [
        ("$ echo a\na\n", None),
        ("$ exit 2  # exit 2\n", None),
        ("$ echo a\nb\n", "the page shows"),
        ("$ exit 3\n", "ended with 3, not 0"),
    ],
)
def test_evaluation_of_a_block_reports_what_differs(block, complaint):
    outcome = evaluate_console(SimpleNamespace(parsed=block))
    assert outcome is None if complaint is None else complaint in outcome
