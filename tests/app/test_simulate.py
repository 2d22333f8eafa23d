from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from gnomon.app.simulate import plan_world, simulate
from gnomon.base.errors import InputError

WORLD = plan_world(users=2_000, days=6, seed=7, start=date(2026, 1, 29))
COMMAND = (str(Path(sys.executable).with_name("gnomon")), "sim")


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]


def ask(sql):
    return duckdb.connect().execute(sql).fetchall()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "out"
    made = simulate(folder, WORLD, threads=1)
    return folder, made


def test_world_when_made_with_more_threads_then_holds_the_same_rows(world, tmp_path):
    again = simulate(tmp_path / "again", WORLD, threads=2)
    assert manifest(tmp_path / "again") == manifest(world[0])
    assert again.tables == world[1].tables


def test_world_when_few_tables_are_wanted_then_holds_them_and_what_they_read(world, tmp_path):
    simulate(tmp_path / "some", WORLD, tables=["sessions", "payouts"])
    some, whole = manifest(tmp_path / "some"), manifest(world[0])
    assert set(some) == {"creators", "holidays", "payouts", "sessions", "users", "videos", "views"}
    assert some == {name: whole[name] for name in some}


def test_world_of_another_seed_is_another(world, tmp_path):
    other = plan_world(users=2_000, days=6, seed=8, start=date(2026, 1, 29))
    simulate(tmp_path / "other", other, tables=["users"])
    assert manifest(tmp_path / "other")["users"] != manifest(world[0])["users"]


def test_manifest_counts_the_rows_that_lie_in_the_folder(world):
    folder, made = world
    for table in made.tables:
        files = (
            f"{folder}/{table.name}/*/*.parquet"
            if (folder / table.name).is_dir()
            else f"{folder}/{table.name}.parquet"
        )
        assert ask(f"SELECT count(*) FROM '{files}'") == [(table.rows,)], table.name


def test_rows_land_on_their_day_of_arrival_some_late_some_twice(world):
    views = f"read_parquet('{world[0]}/views/*/*.parquet', hive_partitioning = true)"
    ((late, twice, wrong, first, last),) = ask(
        f"""SELECT avg(CAST(day > CAST(started_at AS DATE) AS INTEGER)), count(*) / count(DISTINCT view_id) - 1,
                   count(*) FILTER (WHERE day <> CAST(received_at AS DATE) OR received_at < started_at),
                   min(day), max(day)
            FROM {views}"""
    )
    assert 0.005 < late < 0.03
    assert 0.001 < twice < 0.003
    assert (wrong, first, last) == (0, date(2026, 1, 29), date(2026, 2, 3))


def test_ids_lead_to_the_rows_they_name(world):
    folder = world[0]
    views, sessions = f"'{folder}/views/*/*.parquet' AS v", f"'{folder}/sessions/*/*.parquet' AS v"
    users, videos = f"'{folder}/users.parquet' AS w", f"'{folder}/videos.parquet' AS w"
    orphans = ask(
        f"""SELECT (SELECT count(*) FROM {views} ANTI JOIN {videos} USING (video_id, creator_id)),
                   (SELECT count(*) FROM {views} ANTI JOIN {users} USING (user_id)),
                   (SELECT count(*) FROM {sessions} ANTI JOIN {users} USING (user_id, device_id)),
                   (SELECT count(*) FROM '{folder}/videos.parquet' AS v
                    ANTI JOIN {users} ON v.creator_id = w.user_id AND w.is_creator
                    AND w.signed_up_at < v.published_at),
                   (SELECT count(*) FROM {views} JOIN {videos} USING (video_id)
                    WHERE w.published_at > v.started_at)"""
    )
    assert orphans == [(0, 0, 0, 0, 0)]


def test_version_of_a_session_is_the_one_that_the_user_has_then(world):
    folder = world[0]
    ((same,),) = ask(
        f"""SELECT avg(CAST(s.app_version = v.app_version AS INTEGER)) FROM '{folder}/sessions/*/*.parquet' AS s
            JOIN '{folder}/user_versions.parquet' AS v ON v.user_id = s.user_id
                AND v.valid_from <= s.started_at AND s.started_at < coalesce(v.valid_to, TIMESTAMP '2100-01-01')"""
    )
    assert same > 0.97  # the day of an upgrade counts from midnight in sessions


def test_database_gets_every_table_with_its_day(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = simulate(tmp_path / "out", WORLD, tables=["sessions", "users"], into="duckdb:///world.duckdb")
    with duckdb.connect(str(tmp_path / "world.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT count(*), count(DISTINCT day) FROM sessions").fetchall()
    assert rows == [(next(t.rows for t in made.tables if t.name == "sessions"), 6)]


@pytest.mark.parametrize(
    "options, code",
    [
        ({"memory": "much"}, "SIM-803"),
        ({"into": "postgres://host/db"}, "SIM-805"),
        ({"tables": ["vews"]}, "ASK-201"),
        ({"memory": "20MB"}, "SIM-804"),
    ],
)
def test_simulate_when_an_option_is_wrong_then_nothing_is_left(tmp_path, options, code):
    with pytest.raises(InputError, match=code):
        simulate(
            tmp_path / "out", plan_world(users=200_000, days=6, seed=7, start=date(2026, 1, 1)), **options
        )
    assert list(tmp_path.iterdir()) == []


def test_simulate_when_the_folder_holds_anything_then_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match=r"not empty.* \[INP-020\]"):
        simulate(tmp_path, WORLD)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_simulate_when_the_disk_is_too_small_then_is_refused_before_anything(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    with pytest.raises(InputError, match=r"needs about .* Nothing was written\. \[SIM-802\]"):
        simulate(tmp_path / "out", WORLD)
    assert list(tmp_path.iterdir()) == []


def test_simulate_when_the_disk_fills_then_says_one_sentence_and_leaves_nothing(tmp_path):
    def limit_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    outcome = subprocess.run(
        [*COMMAND, str(tmp_path / "out"), "--users", "5k", "--days", "2"],
        capture_output=True, text=True, check=False, preexec_fn=limit_files,
    )  # fmt: skip
    assert outcome.returncode == 2
    assert "[INP-017]" in outcome.stderr
    assert len(outcome.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_simulate_when_interrupted_then_leaves_nothing(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, str(tmp_path / "out"), "--users", "200k", "--days", "60"],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".out.*/*")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "nothing was written" in errors
    assert list(tmp_path.iterdir()) == []
