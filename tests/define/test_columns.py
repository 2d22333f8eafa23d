from __future__ import annotations

import pytest

from gnomon.define.columns import check_columns, columns_used
from gnomon.define.load import load_model


@pytest.fixture
def model(tmp_path):
    (tmp_path / "gnomon.toml").write_text(
        'name = "x"\n[calendars.retail]\ntable = "cal"\ncolumn = "ds"\ngrains = { fiscal = "fiscal_start" }\n'
    )
    (tmp_path / "a.yml").write_text(
        "sources:\n  plays:\n    table: plays\n    primary_key: play_id\n    entities: {user: user_id}\n"
        "    dimensions:\n      day: {grain: day, expr: cast(plays.at as date)}\n"
        "      tab: {expr: info.tab}\n"
        "metrics:\n  hours: {kind: sum, source: plays, expr: ms / 3.6e6}\n"
    )
    return load_model(tmp_path)


def test_columns_used_when_dotted_then_source_and_fields_are_told_apart(model):
    assert [name for name, _ in columns_used(model.sources["plays"])] == ["play_id", "user_id", "at", "info"]


def test_check_columns_when_one_is_missing_then_nearest_name_and_place(model):
    present = ["PLAY_ID", "user_id", "att", "info", "mss"]
    faults = check_columns(model, {"plays": present, "retail": ["ds"]})
    assert [str(fault) for fault in faults] == [
        "a.yml:7:7: Source 'plays' has no column 'at'. Did you mean att? [DEF-149]",
        "a.yml:10:3: Source 'plays' has no column 'ms'. Did you mean mss? [DEF-149]",
        "retail: Source 'retail' has no column 'fiscal_start'. It has: ds. [DEF-149]",
    ]
