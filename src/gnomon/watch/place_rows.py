"""One array a place of a season: read and change the row of the place that each series is at."""

from __future__ import annotations

import numpy as np

from gnomon.watch.arrays import Flags, Floats, Places

__all__ = ["pick_row", "put_row", "split_places"]


def split_places(place: Places) -> list[tuple[int, Flags]]:
    """Places that occur, and where; mostly one for all series."""
    if (place == place[0]).all():
        return [(int(place[0]), np.ones(place.size, np.bool_))]
    return [(int(at), place == at) for at in np.unique(place)]


def pick_row(rows: tuple[Floats, ...], place: Places) -> Floats:
    """The row of each series' place."""
    if (place == place[0]).all():
        return rows[int(place[0])]
    found = np.zeros_like(rows[0])
    for at, here in split_places(place):
        found = np.where(here, rows[at], found)
    return found


def put_row(rows: tuple[Floats, ...], at: int, row: Floats) -> tuple[Floats, ...]:
    """Replace one row."""
    return (*rows[:at], row, *rows[at + 1 :])
