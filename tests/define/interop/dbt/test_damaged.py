"""Whatever stands in a file, reading it gives a model that Gnomon can load, or one of our own errors."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from gnomon.base.errors import DefinitionError
from gnomon.define.interop.dbt import read_dbt
from tests.define.interop.dbt.conftest import SHOP

ODD = [
    None,
    5,
    -1.5,
    True,
    "",
    "x y",
    "a__b",
    [],
    ["a", None, {}],
    {},
    {"name": "q"},
    "{{ x }}",
    "1 +",
    "day",
]


def read_all():
    whole = {}
    for file in sorted((SHOP / "models").glob("*.yml")):
        for key, value in YAML(typ="safe", pure=True).load(file.read_text()).items():
            if isinstance(value, list):
                whole.setdefault(key, []).extend(value)
    return whole


def paths(node, path=()):
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from paths(value, (*path, key))


WHOLE = read_all()
PATHS = sorted(paths(WHOLE), key=str)


@settings(max_examples=60)
@given(path=st.sampled_from(PATHS), value=st.sampled_from(ODD))
def test_read_dbt_with_one_odd_value_reads_or_refuses(path, value):
    damaged = deepcopy(WHOLE)
    node = damaged
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    with TemporaryDirectory() as folder:
        (Path(folder) / "semantic_manifest.json").write_text(json.dumps(damaged))
        try:
            found = read_dbt(Path(folder), root=Path(folder))
        except DefinitionError as error:
            found = error
    assert isinstance(found, DefinitionError) or found.model.sources or found.dropped
