"""Search a metric's cells: its change over each dimension, and where it sits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gnomon.app.explain_cube import ask_cube
from gnomon.app.explain_dims import choose_dimensions
from gnomon.app.explain_parts import share_above
from gnomon.base.errors import DataError
from gnomon.define.kinds import Percentile
from gnomon.explain.churn import find_churning
from gnomon.explain.localise.judge import localise_cells
from gnomon.explain.splits import Weights, split_cube

if TYPE_CHECKING:
    from gnomon.app.asker import Asker
    from gnomon.app.explain_parts import Parts
    from gnomon.app.explain_time import Timeline
    from gnomon.explain.cube import DailyCube
    from gnomon.records.explanation import Change
    from gnomon.records.investigation import Split
    from gnomon.records.localisation import Localisation

__all__ = ["Cells", "drop_outlying", "search_cells"]

_OUT_OF_LINE: Final = 0.6
_LEAST_WINDOWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """What the cells say.

    Attributes
    ----------
    cube : DailyCube or None
    weights : Weights or None
    """

    cube: DailyCube | None = None
    weights: Weights | None = None
    splits: tuple[Split, ...] = ()
    localisation: Localisation | None = None
    notes: tuple[str, ...] = ()


def drop_outlying(timeline: Timeline, totals: DailyCube) -> Timeline:
    """Take windows out of a baseline of several that are far from the others, such as days that were not loaded."""
    if len(timeline.windows) < _LEAST_WINDOWS:
        return timeline
    size = totals.totals()[-1]
    inside = [
        np.array([w.start <= s.start and s.end <= w.end for s in timeline.slots]) for w in timeline.windows
    ]
    sizes = np.array([float(size[mask].sum()) for mask in inside])
    middle = float(np.median(sizes))
    off = (sizes < _OUT_OF_LINE * middle) | (sizes > middle / _OUT_OF_LINE)
    dropped = tuple(w for w, is_off in zip(timeline.windows, off, strict=True) if is_off)
    return timeline.without(dropped) if dropped and len(dropped) < len(timeline.windows) else timeline


def search_cells(
    project: Asker, name: str, parts: Parts, timeline: Timeline, change: Change, by: tuple[str, ...]
) -> Cells:
    """Ask the cells once, split the change over each dimension and search all combinations."""
    chosen = choose_dimensions(project, name, by, buckets=len(timeline.slots))
    notes = chosen.notes
    if not chosen.names:
        return Cells(notes=(*notes, "No dimension of moderate size to search in."))
    metric = project.model.metrics[name]
    is_percentile = isinstance(metric.spec, Percentile)
    if is_percentile:
        parts = share_above(project.model, metric, change.before)
        notes = (*notes, f"Searched: the share of rows above {change.before:.6g}, the value of the baseline.")
    if parts.shape == "value":
        return Cells(
            notes=(*notes, f"Cells of the kind {metric.kind} do not add up, so they are not searched.")
        )
    cube = ask_cube(project, parts, timeline, chosen.names)
    weights = _weigh(cube, timeline, None if is_percentile else change)
    splits = () if is_percentile else split_cube(cube, weights, change)
    leave: tuple[str, ...] = ()
    if len(cube.measures) == 1:
        leave = find_churning(cube, weights.past)
        leave = leave if len(leave) < len(cube.names) else ()
        notes += tuple(f"{one} was not searched: its values come and go by themselves." for one in leave)
    cells = cube.compare(weights.before, weights.after, scales=weights.scales, leave=leave)
    try:
        localisation = localise_cells(cells, past=cube.compare_past(weights.past))
    except DataError as error:
        return Cells(
            cube=cube, weights=weights, splits=splits, notes=(*notes, f"Not searched: {error.message}")
        )
    return Cells(cube=cube, weights=weights, splits=splits, localisation=localisation, notes=notes)


def _weigh(cube: DailyCube, timeline: Timeline, change: Change | None) -> Weights:
    """Weights of the buckets, scaled so that the cells' total is the expected one."""
    scales = [1.0] * len(cube.measures)
    sums = cube.totals() @ timeline.before
    if change is not None and sums[0] > 0 and change.before > 0:
        base = sums[0] if len(sums) == 1 else (sums[0] / sums[1] if sums[1] else 0.0)
        scales[0] = change.before / base if base else 1.0
    return Weights(before=timeline.before, after=timeline.after, scales=tuple(scales), past=timeline.past)
