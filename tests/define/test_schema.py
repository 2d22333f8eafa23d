from __future__ import annotations

import tomllib

import pytest
from jsonschema import Draft202012Validator

from gnomon.define.parse import parse_document
from gnomon.define.schema import settings_schema, yaml_schema

GOOD = """
sources:
  plays:
    file: plays.parquet
    primary_key: play_id
    entities: {user: user_id, video: {kind: foreign}, play:}
    dimensions: {day: {grain: day}, tab:, length: {expr: ms, buckets: [3, {below: 10, label: short}]}}
metrics:
  plays: {kind: count, source: plays, empty: absent, tags: one}
  rate: {kind: ratio, numerator: plays, denominator: {metric: plays, offset: 1 day}}
  sum: {kind: derived, expr: plays + 1, empty: {value: 3}}
cases:
  - {name: all, question: {metrics: plays}, sql: select 1}
"""


@pytest.mark.parametrize("schema", [yaml_schema(), settings_schema()], ids=["yaml", "settings"])
def test_schema_when_checked_then_it_is_one(schema):
    Draft202012Validator.check_schema(schema)


def test_yaml_schema_when_a_file_is_good_then_it_agrees():
    data = parse_document(GOOD, "f").data
    assert [e.message for e in Draft202012Validator(yaml_schema()).iter_errors(data)] == []


@pytest.mark.parametrize(
    "text",
    [
        "metrics: {plays: {kind: cuont, source: plays}}",
        "metrics: {plays: {kind: count, sorce: plays}}",
        "metrics: {Plays: {kind: count, source: plays}}",
        "questoins: {}",
    ],
)
def test_yaml_schema_when_a_file_is_wrong_then_it_objects(text):
    data = parse_document(text, "f").data
    assert not Draft202012Validator(yaml_schema()).is_valid(data)


def test_settings_schema_when_a_file_is_good_then_it_agrees():
    text = 'name = "x"\n[limits]\nthreads = 2\n[calendars.c]\ntable = "t"\ncolumn = "ds"\n'
    assert Draft202012Validator(settings_schema()).is_valid(tomllib.loads(text))
