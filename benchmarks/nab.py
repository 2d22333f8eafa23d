"""The Numenta Anomaly Benchmark as a regression test: its windows are wide and its labels debatable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import compute

import gnomon

Row = tuple[str, str, str]
GROUPS = ("realAdExchange", "realKnownCause", "realTraffic", "realTweets", "realAWSCloudwatch")


def score_nab(folder: Path) -> Iterator[Row]:
    """Yield one row a group: windows with an alert, and alerts outside any window in 1000 buckets."""
    table = pq.read_table(folder / "series.parquet")
    names = table.column("series_id").cast(pa.string())
    for group in GROUPS:
        own = [name for name in compute.unique(names).to_pylist() if f"/{group}/" in name]
        series = [_bring_to_gap(name, table.filter(compute.equal(names, name))) for name in own]
        counts = np.zeros(4, int)
        for gap in sorted({one.gap for one in series}):
            counts += _score([one for one in series if one.gap == gap], gap)
        hits, windows, false, judged = counts
        shown = f"{hits} of {windows} windows, {1e3 * false / max(judged, 1):.2f} false firings in 1000"
        yield f"NAB {group}, {len(own)} series", shown, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    """A series at an even gap: mean of each bucket, and a label if any of its rows has one."""

    name: str
    gap: int
    times: np.ndarray
    values: np.ndarray
    labels: np.ndarray


def _bring_to_gap(name: str, table: pa.Table) -> _Series:
    times = table.column("timestamp").cast(pa.timestamp("s")).cast(pa.int64()).to_numpy()
    gap = next(g for g in (300, 900, 1800, 3600, 86_400) if g >= np.median(np.diff(times)) - 1)
    numbers, place = np.unique(times // gap, return_inverse=True)
    values = np.bincount(place, table.column("value").to_numpy()) / np.bincount(place)
    labels = np.bincount(place, table.column("label").to_numpy()) > 0
    return _Series(name=name, gap=gap, times=numbers * gap, values=values, labels=labels)


def _score(series: list[_Series], gap: int) -> np.ndarray:
    """Hit windows, windows, false firings and judged buckets, at the grain's own default."""
    frame = pa.table(
        {
            "t": pa.array(np.concatenate([one.times for one in series]), pa.timestamp("s")),
            "v": np.concatenate([one.values for one in series]),
            "name": np.repeat([one.name for one in series], [one.times.size for one in series]),
        }
    )
    found = gnomon.detect(frame, time="t", value="v", by="name", grain=f"{gap // 60} minutes").data
    counts = np.zeros(4, int)
    for one in series:
        own = found.filter(compute.equal(found.column("name"), one.name))
        seconds = own.column("time").cast(pa.timestamp("s")).cast(pa.int64()).to_numpy()
        verdicts = np.array(own.column("verdict").to_pylist())[np.isin(seconds, one.times)]
        fired = verdicts == "anomaly"
        edges = np.diff(np.r_[0, one.labels.astype(int), 0])
        windows = list(zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True))
        hits = sum(bool(fired[a:b].any()) for a, b in windows)
        judged = fired | (verdicts == "normal")
        counts += (hits, len(windows), int((fired & ~one.labels).sum()), int(judged.sum()))
    return counts
