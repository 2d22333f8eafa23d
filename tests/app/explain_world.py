"""A log of seventy days in which one thing can go wrong, and a project over it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from pyarrow import parquet

import gnomon

START = date(2026, 1, 1)
DAYS = 70
LAST = START + timedelta(days=DAYS - 1)
COUNTRIES = ("DE", "FR", "IT", "PL", "BR")
SYSTEMS = ("ios", "android", "web")

PROJECT = """\
sources:
  plays:
    file: plays.parquet
    primary_key: [play_id]
    entities: {play: play_id, user: user_id}
    time: played_at
    dimensions:
      played_at: {grain: second}
      country: {}
      system: {}
      kind: {}
      is_finished: {}
  visits:
    file: visits.parquet
    entities: {user: user_id}
    time: came_at
    dimensions:
      came_at: {grain: second}
      country: {}
metrics:
  plays: {kind: count, source: plays, label: Plays}
  users: {kind: distinct, source: plays, entity: user, label: Users}
  watch_time: {kind: sum, source: plays, expr: watch_ms, label: Watch time}
  mean_watch: {kind: average, source: plays, expr: watch_ms, label: Mean watch time}
  slow_watch: {kind: percentile, source: plays, expr: watch_ms, p: 0.9, label: Long plays}
  finished: {kind: count, source: plays, filter: is_finished, label: Finished plays}
  finish_rate: {kind: ratio, numerator: finished, denominator: plays, label: Finish rate}
  visits: {kind: count, source: visits, label: Visits}
  plays_by_tree: {kind: derived, expr: users * per_user, label: Plays by tree}
  per_user: {kind: ratio, numerator: plays, denominator: users, label: Plays per user}
"""


def draw_plays(seed=1, per_cell=16):
    """Columns of one row a play: busier in some cells, and on weekends."""
    rng = np.random.default_rng(seed)
    rows = []
    play = 0
    for day in range(DAYS):
        busy = 1.3 if (START + timedelta(days=day)).weekday() >= 5 else 1.0
        for c, country in enumerate(COUNTRIES):
            for s, system in enumerate(SYSTEMS):
                for _ in range(rng.poisson(per_cell * busy * (1 + c / 3) * (1 + s / 2))):
                    play += 1
                    rows.append((play, day, country, system, int(rng.integers(0, 4000))))
    frame = {
        "play_id": np.array([r[0] for r in rows]),
        "day": np.array([r[1] for r in rows]),
        "country": np.array([r[2] for r in rows], object),
        "system": np.array([r[3] for r in rows], object),
        "user_id": np.array([r[4] for r in rows]),
        "kind": rng.choice(["long", "short"], len(rows)).astype(object),
        "hour": rng.integers(0, 24, len(rows)),
        "watch_ms": rng.gamma(2, 10_000, len(rows)).round(),
        "is_finished": rng.random(len(rows)) < 0.5,
    }
    return frame, rng


def keep(frame, mask):
    return {name: values[mask] for name, values in frame.items()}


def write_project(folder, frame):
    moments = [
        np.datetime64(START, "s") + np.timedelta64(int(d), "D") + np.timedelta64(int(h), "h")
        for d, h in zip(frame["day"], frame["hour"], strict=True)
    ]
    columns = {n: v for n, v in frame.items() if n not in ("day", "hour")}
    columns["played_at"] = np.array(moments)
    table = pa.table(
        {n: pa.array(list(v) if v.dtype == object else v, from_pandas=True) for n, v in columns.items()}
    )
    parquet.write_table(table, folder / "plays.parquet")
    rng = np.random.default_rng(5)
    days = np.repeat(np.arange(DAYS), 900 + rng.poisson(30, DAYS) - 30)
    visits = pa.table(
        {
            "user_id": rng.integers(0, 4000, len(days)),
            "came_at": np.datetime64(START, "s") + days.astype("timedelta64[D]"),
            "country": rng.choice(COUNTRIES, len(days)),
        }
    )
    parquet.write_table(visits, folder / "visits.parquet")
    (folder / "gnomon.toml").write_text('name = "plays"\n')
    (folder / "all.yml").write_text(PROJECT)
    return gnomon.load(folder)
