"""Make a world where it is missing, and a project over it that watches 24 metrics of the packs."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import gnomon
from gnomon.app.init_pack import init_packs
from gnomon.app.project import Project
from gnomon.app.simulate import plan_world
from gnomon.app.simulate_scenario import simulate_scenario
from gnomon.define.packs import PACKS

__all__ = ["METRICS", "open_world", "prepare_world"]

START = date(2026, 1, 1)
METRICS = (
    "crash_free_sessions", "crash_rate", "start_failure_rate", "startup_p50", "startup_p95", "cold_start_success",
    "average_watch_time", "watch_hours", "dau", "session_count", "sessions_per_dau", "time_per_dau",
    "views_per_session", "video_views", "login_attempts", "login_success_rate", "spam_exposure", "consent_rate",
    "social_action_count", "like_rate", "app_starts", "request_success", "review_time_p50", "slow_cold_start_rate",
)  # fmt: skip
WATCH = """\
name = "world"
timezone = "UTC"
engine = "duckdb:///:memory:"

[watch]
metrics = [{metrics}]
by = ["country", "platform"]
"""


def prepare_world(folder: Path, *, seed: int, users: int, days: int) -> Path:
    """Find the world of a seed, or make it, with three incidents that the seed draws."""
    place = folder / str(seed)
    if not (place / "truth.json").exists():
        shutil.rmtree(place, ignore_errors=True)
        world = plan_world(users=users, days=days, seed=seed, start=START)
        simulate_scenario(place, world, scenario="random:incidents", threads=os.cpu_count())
    return place


def open_world(world: Path, projects: Path) -> Project:
    """Open the project of a world; it is written at first."""
    place = projects / world.name
    if not place.exists():
        init_packs(place, PACKS, data=world)
        text = WATCH.format(metrics=", ".join(f'"{name}"' for name in METRICS))
        (place / "gnomon.toml").write_text(text, encoding="utf-8")
        shutil.rmtree(place / "cases", ignore_errors=True)
    return gnomon.load(place)
