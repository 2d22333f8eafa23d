"""The picture of an incident: its leading series with the band that was expected."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, cast

from gnomon.records.anomaly import name_slice
from gnomon.records.report import SeriesFigure, SeriesPoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.app.watching.judge import Judged
    from gnomon.records.incident import Incident
    from gnomon.records.report import MetricCard

__all__ = ["draw_incident", "incident_points"]

_BUCKETS: Final = {"hour": timedelta(days=4), "week": timedelta(weeks=26), "month": timedelta(days=730)}
_SPAN: Final = timedelta(days=42)


def incident_points(
    incident: Incident, judged: Judged, *, after: timedelta | None = None
) -> tuple[SeriesPoint, ...]:
    """Read the last buckets of the series that leads an incident, each with its band.

    Parameters
    ----------
    after : timedelta, optional
        How long after the incident the picture ends; the newest bucket when not given.
    """
    import numpy as np

    wanted = (incident.metric, incident.where, incident.grain)
    place = next((at for at, k in enumerate(judged.keys) if (k.metric, k.where, k.grain) == wanted), None)
    if place is None:
        return ()
    rows = np.flatnonzero(judged.series == place)
    rows = rows[np.argsort(judged.time[rows], kind="stable")]
    if after is not None:
        rows = rows[judged.time[rows] <= np.datetime64(incident.last + after)]
    span = np.timedelta64(_BUCKETS.get(incident.grain, _SPAN))
    rows = rows[judged.time[rows] > judged.time[rows[-1]] - span] if rows.size else rows
    names = ("value", "expected", "low", "high")
    columns = (_numbers(getattr(judged, name)[rows].tolist()) for name in names)
    times = cast("list[datetime]", judged.time[rows].tolist())
    return tuple(
        SeriesPoint(period=start, value=value, compared=expected, low=low, high=high)
        for start, value, expected, low, high in zip(times, *columns, strict=True)
    )


def draw_incident(incident: Incident, card: MetricCard, points: Sequence[SeriesPoint]) -> bytes | None:
    """Draw the series as PNG; None where no value is known.

    Parameters
    ----------
    points : sequence of SeriesPoint
        Ascending; ``compared`` is the value that was expected, ``low`` and ``high`` are its band.
    """
    if not any(point.value is not None for point in points):
        return None
    from gnomon.report.figures import figure_png, series_figure

    figure = SeriesFigure(
        card=card,
        points=tuple(points),
        grain=incident.grain,
        comparison="expected",
        scope=name_slice(incident.where) if incident.where else "",
    )
    return figure_png(series_figure(figure, width=720))


def _numbers(values: list[float]) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values]
