from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnomon.base.errors import DefinitionError
from gnomon.define.parse import parse_document


@pytest.mark.parametrize(
    "text, value",
    [
        ("yes", "yes"),
        ("on", "on"),
        ("2022-04-25", "2022-04-25"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("-3", -3),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("TRUE", True),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ('"~"', "~"),
    ],
)
def test_scalar_when_plain_then_follows_the_core_schema_of_yaml_12(text, value):
    found = parse_document(f"a: {text}", "f").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_where_when_key_or_value_then_both_places_are_known():
    document = parse_document("metrics:\n  plays:   {kind: count}\n", "f")
    assert str(document.where(("metrics", "plays"), key=True)) == "f:2:3"
    assert str(document.where(("metrics", "plays"))) == "f:2:12"
    assert str(document.where(("metrics", "plays", "missing"))) == "f:2:3"


@pytest.mark.parametrize(
    "text, line, column, place",
    [
        ("a: x + y", 0, 4, "f:1:8"),
        ("a: 'x + y'", 0, 4, "f:1:9"),
        ("a: |\n\n    x +\n      y", 2, 2, "f:4:7"),
        ("a: >\n  x +\n  y", 0, 4, "f:1:4"),
    ],
)
def test_where_inside_when_a_sign_of_a_scalar_then_its_place_in_the_file(text, line, column, place):
    assert str(parse_document(text, "f").where_inside(("a",), line, column)) == place


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "a: 0x" + "9" * 100_000,
        "a: " + "9" * 100_000,
        'a: "\\ud800"',
        "a: !!python/object/apply:os.system [ls]",
        "a: \x00",
        "? {a: 1}\n: 1",
        "%YAML 9.9\n---\na: 1",
    ],
    ids=lambda text: text[:12],
)
def test_parse_when_hostile_then_a_fault_and_no_crash(text):
    with pytest.raises(DefinitionError, match=r"DEF-1\d\d"):
        parse_document(text, "f")


@given(st.text(alphabet=" \n\t:-[]{}&*!|>'\"#%@`,?ab1.~\\\0é", max_size=60))
def test_parse_when_any_text_then_a_document_or_a_fault(text):
    with suppress(DefinitionError):
        parse_document(text, "f")
