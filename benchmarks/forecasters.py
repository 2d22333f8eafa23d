"""Fit AutoETS and Prophet in an environment of their own: ``forecasters.py SERIES.json``; writes one line.

The line holds, for each library that is installed, CPU seconds a series for one fit with a forecast of the next day.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def main(path: str) -> None:
    """Time one fit of every series with each library; a first one fills caches."""
    series = json.loads(Path(path).read_text(encoding="utf-8"))
    told: dict[str, dict[str, object]] = {}
    for name, make in (("statsforecast", make_ets), ("prophet", make_prophet)):
        try:
            told[name] = {"version": version(name), "seconds": time_fits(make(), series)}
        except PackageNotFoundError:
            continue
    sys.stdout.write(json.dumps(told) + "\n")


def time_fits(fit: Callable[[list[float]], None], series: list[list[float]]) -> float:
    """CPU seconds a series, those of processes that a library starts included."""
    fit(series[0])
    begin = sum(os.times()[:4])
    for values in series:
        fit(values)
    return (sum(os.times()[:4]) - begin) / len(series)


def make_ets() -> Callable[[list[float]], None]:
    """AutoETS with a week."""
    import numpy as np
    from statsforecast.models import AutoETS

    def fit(values: list[float]) -> None:
        assert np.isfinite(AutoETS(season_length=7).forecast(np.array(values), h=1)["mean"]).all()

    return fit


def make_prophet() -> Callable[[list[float]], None]:
    """Prophet as it comes."""
    import pandas as pd
    from prophet import Prophet

    logging.getLogger("cmdstanpy").setLevel(logging.ERROR)

    def fit(values: list[float]) -> None:
        frame = pd.DataFrame({"ds": pd.date_range("2024-01-01", periods=len(values)), "y": values})
        model = Prophet().fit(frame)
        assert len(model.predict(model.make_future_dataframe(1))) == len(values) + 1

    return fit


if __name__ == "__main__":
    main(sys.argv[1])
