"""Files and engines that the tests of this room share."""

from __future__ import annotations

import duckdb
import pytest

from gnomon.engine import open_engine


@pytest.fixture
def project(tmp_path):
    """A project folder with Parquet, CSV and JSON files, and a secret outside the declared ones."""
    folder = tmp_path / "it's a project"
    (folder / "events" / "day=2024-03-01").mkdir(parents=True)
    (folder / "events" / "day=2024-03-02").mkdir()
    writer = duckdb.connect()
    for day, rows in (("2024-03-01", 1000), ("2024-03-02", 500)):
        target = folder / "events" / f"day={day}" / "part.parquet"
        writer.sql(f"select range as user_id, range * 2 as plays from range({rows})").write_parquet(
            str(target)
        )
    writer.close()
    (folder / "users.csv").write_text("user_id,country\n1,cn\n2,\n3,br\n", encoding="utf-8")
    (folder / "users.json").write_text('{"user_id": 1}\n{"user_id": 2, "vip": true}\n', encoding="utf-8")
    (folder / "secret.csv").write_text("word\ncanary\n", encoding="utf-8")
    return folder


@pytest.fixture
def engine(project):
    files = ["events/*/*.parquet", "users.csv", "users.json"]
    with open_engine("duckdb:///:memory:", project_dir=project, files=files) as opened:
        yield opened
