"""Detecting: scores on beds with faults, time by day and series, and NAB: ``python -m benchmarks.detect``."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.machine import describe_machine
from benchmarks.nab import score_nab
from benchmarks.yardsticks import YARDSTICKS
from gnomon.watch.grains import read_grain
from gnomon.watch.habits import LongPlaces
from gnomon.watch.replay import replay
from tests.watch.bed import Bed
from tests.watch.clean import FAMILIES, draw_family
from tests.watch.score import Judgement, judge_bed, score_beds

HERE = Path(__file__).parent
HEADING = "## Detection"
PYTHON_FORECASTERS = HERE.parent / ".venvs" / "forecasters" / "bin" / "python"
FIRST_SEED = 7_000  # apart from every seed that settings were tried on
DAY = read_grain("day").rhythm
Row = tuple[str, str, str]


def main(arguments: list[str]) -> int:
    """Measure all of it and keep the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detect", description=__doc__)
    parser.add_argument("--beds", type=int, default=4, help="beds of each grain")
    parser.add_argument("--series", type=int, default=10_000, help="series to replay for the time")
    parser.add_argument("--fits", type=int, default=20, help="series that forecasting libraries fit")
    parser.add_argument(
        "--forecasters",
        type=Path,
        default=PYTHON_FORECASTERS,
        help="Python of an environment with statsforecast and prophet",
    )
    parser.add_argument(
        "--nab", type=Path, help="folder with series.parquet of the Numenta Anomaly Benchmark"
    )
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="seed of the first bed")
    asked = parser.parse_args(arguments)
    rows = [
        *_score(asked.seed, asked.beds),
        *_calibrate(asked.seed),
        *_take_times(asked.series, asked.fits, asked.forecasters),
        *([] if asked.nab is None else score_nab(asked.nab)),
    ]
    lines = [
        "| what | Gnomon | against |",
        "| --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    about = f"`python -m benchmarks.detect`, seeds from {asked.seed}. {describe_machine()}."
    text = "\n".join([HEADING, "", about, "", *lines])
    sys.stdout.write(f"{text}\n")
    _keep(text)
    return 0


def _score(seed: int, beds: int) -> Iterator[Row]:
    for grain, series in (("day", 160), ("hour", 60)):
        ours = [judge_bed(seed + i, grain=grain, series=series) for i in range(beds)]
        found = score_beds(ours)
        others = {
            name: score_beds([_judge(one, find, j) for j in ours]) for name, (find, one) in _usual(grain)
        }
        rates = (1 / 100, 1 / 500) if grain == "day" else (1 / 200, 1 / 1000)
        for rate in rates:
            against = "; ".join(f"{name}: {other.recall[rate]:.2f}" for name, other in others.items())
            yield f"recall by {grain} at 1 false in {1 / rate:.0f}", f"{found.recall[rate]:.2f}", against
        at_default = "; ".join(f"{n}: {o.precision:.2f} at {o.default_recall:.2f}" for n, o in others.items())
        own = f"{found.precision:.2f} (alerts {found.alert_precision:.2f}) at {found.default_recall:.2f}"
        yield f"precision at the default, at its recall, by {grain}", own, at_default
        yield f"repeats of a level shift, by {grain}", f"{found.repeats:.2f}", ""
        holidays = "; ".join(f"{name}: {other.holidays:.3f}" for name, other in others.items())
        yield f"firing on holidays at 1 in 100, by {grain}", f"{found.holidays:.3f}", holidays
        nominal = ", ".join(f"{times:.2f}" for times in found.nominal.values())
        yield f"p below 0.01, 0.001 before any fault, times nominal, by {grain}", nominal, ""


def _usual(grain: str):  # noqa: ANN202 - pairs of a name and a yardstick with its season
    period = 7 if grain == "day" else 168
    return [(name, (find, period)) for name, find in YARDSTICKS.items()]


def _judge(period: int, find: object, ours: Judgement) -> Judgement:
    """Verdicts of a yardstick on the bed of another judgement; its scores stand in for p-values."""
    assert callable(find)
    assert isinstance(ours.bed, Bed)
    scores = find(ours.bed.values, period)
    pvalues = np.where(np.isfinite(ours.pvalues), np.exp(-np.nan_to_num(scores)), np.nan)
    fired = np.isfinite(ours.pvalues) & (scores > 3)
    return Judgement(bed=ours.bed, pvalues=pvalues, fired=fired, alerts=fired)


def _calibrate(seed: int) -> Iterator[Row]:
    for name in FAMILIES:
        clean = draw_family(name, seed, series=300)
        found = np.exp(-replay(clean.values, DAY, n=clean.n, has_bands=False).nats[DAY.warm :].astype(float))
        times = ", ".join(f"{(found < level).mean() / level:.2f}" for level in (0.01, 0.001))
        yield f"p below 0.01, 0.001, times nominal: {name}", times, ""


def _take_times(series: int, fits: int, python: Path) -> Iterator[Row]:
    rng = np.random.default_rng(FIRST_SEED)
    week = np.exp(rng.normal(0, 0.2, (7, series)))[np.arange(401) % 7]
    values = rng.poisson(1000 * week).astype(float)
    days = LongPlaces.of_days(np.broadcast_to(19_000 + np.arange(401)[:, None], values.shape))
    begin = time.process_time()
    found = replay(values[:400], DAY, has_bands=False)
    seconds = time.process_time() - begin
    yield f"replay {series:,} daily series of 400 days, CPU", f"{seconds:.2f} s", ""
    begin = time.process_time()
    replay(values[:400], DAY, places=LongPlaces(month=days.month[:400], week=days.week[:400]))
    taken = time.process_time() - begin
    yield "the same with bands, days of the month and weeks of the year", f"{taken:.2f} s", ""
    begin = time.process_time()
    for _ in range(5):
        found.state.advance(values[400])
    yield f"one more day of {series:,} series, CPU", f"{200 * (time.process_time() - begin):.1f} ms", ""
    for name, told in _fit_others(python, values[:400, :fits].T.tolist()).items():
        ratio = told["seconds"] / (seconds / series)
        against = f"{name} {told['version']}, one fit: {1e3 * told['seconds']:.0f} ms ({ratio:,.0f} times)"
        yield "a series of 400 days, CPU", f"{1e3 * seconds / series:.3f} ms for 400 verdicts", against


def _fit_others(python: Path, series: list[list[float]]) -> dict[str, dict[str, float]]:
    """Times of forecasting libraries, of those that are installed in their environment."""
    if not python.exists():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "series.json"
        path.write_text(json.dumps(series), encoding="utf-8")
        command = [str(python), str(HERE / "forecasters.py"), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _keep(text: str) -> None:
    """Put a text in the place of the last one under its heading."""
    file = HERE / "RESULTS.md"
    before, found, after = file.read_text(encoding="utf-8").partition(HEADING)
    _, following, rest = after.partition("\n## ") if found else ("", "", "")
    file.write_text(f"{before.rstrip()}\n\n{text}\n{following}{rest}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
