"""A small product of sessions and plays over a hundred days, in which one event happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FIRST = date(2024, 1, 1)
DAYS = 100
EVENT = range(84, 88)
COUNTRIES = {"DE": 0.3, "FR": 0.3, "BR": 0.2, "IT": 0.1, "PL": 0.1}
SYSTEMS = {"android": 0.5, "ios": 0.35, "web": 0.15}
Frame = Mapping[str, np.ndarray[Any, Any]]
Change = Callable[[Frame, np.random.Generator], Frame]
PROJECT = """
sources:
  sessions:
    file: sessions.parquet
    primary_key: [session_id]
    complete_through: "2024-04-10"
    entities: {session: session_id, user: user_id}
    time: at
    dimensions: {at: {grain: second, zone: UTC}, country: {}, system: {}}
  plays:
    file: plays.parquet
    primary_key: [play_id]
    complete_through: "2024-04-10"
    entities: {play: play_id, session: session_id, user: user_id}
    time: at
    dimensions: {at: {grain: second, zone: UTC}, country: {}, system: {}}
metrics:
  sessions: {kind: count, source: sessions, tier: core, owner: growth, module: growth, description: Sessions.}
  plays: {kind: count, source: plays, tier: core, owner: growth, module: growth, description: Plays.}
"""
WATCH = 'name = "product"\n[watch]\nmetrics = ["sessions", "plays"]\nby = ["country", "system"]\n'


def leave(frame: Frame, _: np.random.Generator) -> Frame:
    """Nothing happens."""
    return frame


def write_product(
    folder: Path, *, seed: int, happens: Change = leave, sessions: Change = leave, plays: Change = leave
) -> Path:
    """Write a project.

    Parameters
    ----------
    happens : callable
        Changes sessions before plays are drawn from them: it happened to people.
    sessions, plays : callable
        Change one table on its way: it happened to the data.
    """
    rng = np.random.default_rng(seed)
    count = rng.poisson([600 * (1.25 if day % 7 > 4 else 1.0) for day in range(DAYS)])
    day = np.repeat(np.arange(DAYS), count)
    size = day.size
    frame: Frame = {
        "session_id": np.arange(size),
        "user_id": rng.integers(0, 2000, size),
        "day": day,
        "country": rng.choice(list(COUNTRIES), size, p=list(COUNTRIES.values())),
        "system": rng.choice(list(SYSTEMS), size, p=list(SYSTEMS.values())),
    }
    real = happens(frame, rng)
    each = np.repeat(np.arange(real["day"].size), rng.poisson(3, real["day"].size))
    played = {"play_id": np.arange(each.size), **{name: values[each] for name, values in real.items()}}
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("sessions", sessions(real, rng)), ("plays", plays(played, rng))):
        pq.write_table(_with_times(rows, rng), folder / f"{name}.parquet")
    (folder / "gnomon.toml").write_text(WATCH)
    (folder / "product.yml").write_text(PROJECT)
    return folder


def keep(frame: Frame, kept: np.ndarray[Any, Any]) -> Frame:
    """Some of the rows."""
    return {name: values[kept] for name, values in frame.items()}


def in_event(frame: Frame, column: str, value: str) -> np.ndarray[Any, Any]:
    """Rows of a value in the days of the event."""
    return np.isin(frame["day"], list(EVENT)) & (frame[column] == value)


def _with_times(frame: Frame, rng: np.random.Generator) -> pa.Table:
    start = np.datetime64(FIRST, "us") + frame["day"].astype("timedelta64[D]")
    at = start + rng.integers(0, 86_400, frame["day"].size).astype("timedelta64[s]")
    return pa.table({"at": at, **{name: values for name, values in frame.items() if name != "day"}})
