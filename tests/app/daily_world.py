"""A small project that is watched: 150 days of plays, with a bad day, and a teller that keeps what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from gnomon.records.alert import Alert

FIRST = date(2024, 1, 1)
DAYS = 150
BAD = date(2024, 5, 20)  # half of the plays are missing
MORNING = timedelta(hours=30)  # 06:00 of the day after

SETTINGS = """\
name = "plays"
[watch]
metrics = ["plays"]
by = []
"""
PROJECT = """\
sources:
  plays:
    file: plays.parquet
    time: at
    dimensions: {at: {grain: second}, country: {}}
metrics:
  plays: {kind: count, source: plays, label: Plays, tier: core}
"""


def make_world(folder: Path, *, through: date | None = None, settings: str = SETTINGS) -> Path:
    """Write the project; rows end with the day ``through``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gnomon.toml").write_text(settings, encoding="utf-8")
    (folder / "metrics.yml").write_text(PROJECT, encoding="utf-8")
    load_days(folder, through or FIRST + timedelta(days=DAYS - 1))
    return folder


def load_days(folder: Path, through: date) -> None:
    """Write the rows up to a day, as a load at night would leave them; the same days always have the same rows."""
    rng = np.random.default_rng(5)
    at, country = [], []
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        plays = int(rng.normal(200, 6) * (1.2 if day.weekday() >= 5 else 1.0))
        seconds = np.sort(rng.integers(0, 86_399, size=plays - 1))
        if day > through:
            break
        kept = [*seconds[:: 2 if day == BAD else 1], 86_399]  # the last second of a day is always there
        at += [datetime.combine(day, datetime.min.time()) + timedelta(seconds=int(s)) for s in kept]
        country += [("DE", "FR")[i % 2] for i in range(len(kept))]
    at.append(at[-1] + timedelta(seconds=2))  # the next day has begun, so the last one is complete
    country.append("DE")
    parquet.write_table(pa.table({"at": at, "country": country}), folder / "plays.parquet")


def morning_after(day: date) -> datetime:
    """The moment at which a day is run."""
    return datetime.combine(day, datetime.min.time(), tzinfo=UTC) + MORNING


@dataclass
class KeepingTeller:
    """Composes one alert a changed incident; what it sends it appends to a file, one key a line."""

    outbox: Path
    calls: list[str] = field(default_factory=list)

    def compose(self, project, store, *, known, found, now, judged=None):  # noqa: ARG002 - the protocol's
        before = {each.id for each in known}
        return tuple(
            self._alert(f"{each.id} opened", each.id, now) for each in found if each.id not in before
        )

    def sum_up(self, project, *, incidents, days, now):  # noqa: ARG002 - the protocol's
        body = ", ".join(sorted(each.id for each in incidents))
        return (self._alert(f"digest {days[0]} {days[-1]}", None, now, body),) if incidents else ()

    def send(self, project, store, *, now):  # noqa: ARG002 - the protocol's
        count = 0
        for alert in store.waiting_alerts(now):
            if store.claim_alert(alert.key, now):
                with self.outbox.open("a", encoding="utf-8") as file:
                    file.write(f"{alert.key}\n")
                store.settle_alert(alert.key, state="sent")
                count += 1
        return f"{count} sent"

    @property
    def sent(self) -> list[str]:
        return self.outbox.read_text(encoding="utf-8").splitlines() if self.outbox.exists() else []

    def _alert(self, key, incident, now, body=""):
        return Alert(
            key=key, channel="team", incident=incident, title=key, body=body, made_at=now, due_at=now
        )
