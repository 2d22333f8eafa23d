"""Ask the metrics that a project believes to be related, and see which of them moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from gnomon.app.detect import detect
from gnomon.app.explain_total import ask_history, has_days
from gnomon.base.errors import GnomonError
from gnomon.define import Tier
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.tree import leaves, uses
from gnomon.explain.leads import Surprises, find_leads

if TYPE_CHECKING:
    from gnomon.app.asker import Asker
    from gnomon.app.explain_total import History
    from gnomon.define import Model
    from gnomon.records.investigation import Lead

__all__ = ["find_moved_metrics"]

_MOST: Final = 8
_NORMAL: Final = NormalDist()
_LEAST: Final = 1e-12


def find_moved_metrics(project: Asker, name: str, own: History, onset: date) -> tuple[Lead, ...]:
    """Find up to eight related metrics that moved first, or together.

    Related are what the project believes to drive the metric or to be driven by it, what it is computed from, and
    core metrics over the same tables. A metric that cannot be asked by day is passed over.
    """
    histories = {name: own}
    for other in _related(project.model, name):
        if len(histories) > _MOST:
            break
        try:
            if has_days(project, other):
                histories[other] = ask_history(project, other, own.days[-1])
        except GnomonError:
            continue  # it has no value by day; that is no news about this metric
    if len(histories) == 1:
        return ()
    found = {one: _measure(project, one, history, own.days) for one, history in histories.items()}
    known = {one: s for one, s in found.items() if s is not None}
    mine = known.pop(name, None)
    if mine is None or onset not in own.days:
        return ()
    return find_leads(mine, known, own.days, own.days.index(onset))


def _related(model: Model, name: str) -> tuple[str, ...]:
    believed = [d.driver for d in model.drivers if d.metric == name]
    believed += [d.metric for d in model.drivers if d.driver == name]
    inputs = [m for m in sorted(uses(model, name)) if model.metrics[m].tier is Tier.CORE]
    tables = _tables(model, name)
    core = [
        m.name
        for m in model.metrics.values()
        if m.tier is Tier.CORE and not m.deprecated_by and tables & _tables(model, m.name)
    ]
    return tuple(one for one in dict.fromkeys([*believed, *inputs, *core]) if one != name)


def _tables(model: Model, name: str) -> set[str]:
    return {leaf.spec.source for leaf in leaves(model, name) if isinstance(leaf.spec, RowSpec)}


def _measure(project: Asker, name: str, history: History, days: tuple[date, ...]) -> Surprises | None:
    """How surprising each day was to the detector; None where it cannot judge the metric."""
    if not len(history.days):
        return None
    last = history.days[-1]
    now = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    frame = {"time": list(history.days), "value": history.values}
    try:
        found = detect(frame, time="time", value="value", grain="day", now=now)
    except GnomonError:
        return None
    scores, changes = np.full(len(days), np.nan), np.full(len(days), np.nan)
    place = {day: at for at, day in enumerate(days)}
    for row in cast("list[dict[str, Any]]", cast("Any", found.data).to_pylist()):
        at = place.get(row["time"])
        if at is None or row["p_value"] is None or row["expected"] is None or row["value"] is None:
            continue
        gap = row["value"] - row["expected"]
        scores[at] = np.sign(gap) * -_NORMAL.inv_cdf(max(row["p_value"], _LEAST) / 2)
        changes[at] = gap / abs(row["expected"]) if row["expected"] else np.nan
    return Surprises(label=project.model.metrics[name].title, scores=scores, changes=changes)
