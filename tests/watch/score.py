"""Score verdicts on a bed: causal, bucket by bucket, without point adjustment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.watch.calendar import HOLIDAY
from gnomon.watch.grains import read_grain
from gnomon.watch.habits import LongPlaces
from gnomon.watch.incidents import find_incidents
from gnomon.watch.replay import replay
from tests.watch.bed import draw_bed

FIRST_DAY = 18_993  # 1 January 2022, in days since 1970


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A bed with the p-values of a detector, and where it alerts at its own default."""

    bed: object
    pvalues: np.ndarray
    fired: np.ndarray
    alerts: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Figures of a bed.

    ``recall`` has one figure for each rate of false firings; ``precision`` counts faults that were found against
    firings outside any fault, ``alert_precision`` alerts inside against all; ``repeats`` is alerts of a level shift
    beyond its first, in its window and two weeks (days for hours) after.
    """

    recall: dict[float, float]
    by_fault: dict[str, float]
    precision: float
    default_recall: float
    alert_precision: float
    repeats: float
    holidays: float
    nominal: dict[float, float]


def judge_bed(seed, *, grain="day", series=160, **options):
    """Shares and the others are watched apart, as two calls of ``detect`` would."""
    bed = draw_bed(seed, grain=grain, series=series)
    rhythm = read_grain(grain).rhythm
    shape = bed.values.shape
    pvalues, fired, alerts = np.full(shape, np.nan), np.zeros(shape, bool), np.zeros(shape, bool)
    shares = np.isfinite(bed.n).any(axis=0)
    for rows in (np.flatnonzero(shares), np.flatnonzero(~shares)):
        n = bed.n[:, rows] if shares[rows].all() else None
        values, kinds = bed.values[:, rows], bed.kinds[:, rows]
        places = _place_days(rows.size, len(values)) if grain == "day" else None
        found = replay(values, rhythm, n=n, kinds=kinds, places=places, has_bands=False, **options)
        pvalues[:, rows] = np.exp(-found.nats)
        fired[:, rows] = found.nats > -np.log(rhythm.alert)
        alerts[:, rows] = find_incidents(values, found, fired[:, rows], rhythm).is_alert
    return Judgement(bed=bed, pvalues=pvalues, fired=fired, alerts=alerts)


def _place_days(series, buckets):
    days = np.arange(FIRST_DAY, FIRST_DAY + buckets)
    return LongPlaces.of_days(np.broadcast_to(days[:, None], (buckets, series)))


def score_beds(judgements, rates=(1 / 100, 1 / 500, 1 / 200, 1 / 1000)):
    """One threshold for all beds together."""
    outside = np.concatenate(
        [np.sort(j.pvalues[np.isfinite(j.pvalues) & ~j.bed.inside()]) for j in judgements]
    )
    outside.sort()
    recall = {}
    for rate in rates:
        recall[rate] = _recall(judgements, outside[int(outside.size * rate)])[0]
    limit = outside[outside.size // 100]
    holidays = np.concatenate(
        [j.pvalues[(j.bed.kinds == HOLIDAY) & np.isfinite(j.pvalues) & ~j.bed.inside()] for j in judgements]
    )
    hits = [(f, j.fired[f.first : f.end, f.series].any()) for j in judgements for f in j.bed.faults]
    false = sum(int((j.fired & ~j.bed.inside()).sum()) for j in judgements)
    good = sum(int((j.alerts & j.bed.inside()).sum()) for j in judgements)
    found = sum(hit for _, hit in hits)
    return Score(
        recall=recall,
        by_fault=_recall(judgements, outside[outside.size // 500])[1],
        precision=found / max(found + false, 1),
        default_recall=found / len(hits),
        alert_precision=good / max(sum(int(j.alerts.sum()) for j in judgements), 1),
        repeats=_repeats(judgements),
        holidays=float((holidays < limit).mean()),
        nominal=_nominal(judgements),
    )


def _recall(judgements, limit):
    hits: dict[str, list[bool]] = {}
    for judged in judgements:
        for fault in judged.bed.faults:
            inside = judged.pvalues[fault.first : fault.end, fault.series]
            hits.setdefault(fault.name, []).append(bool((inside < limit).any()))
    return float(np.mean(np.concatenate(list(hits.values())))), {
        name: float(np.mean(hits[name])) for name in sorted(hits)
    }


def _repeats(judgements):
    """Alerts of a shift beyond the first, up to its window's end and as much again."""
    counts = []
    for judged in judgements:
        for fault in judged.bed.faults:
            if fault.name == "shift":
                end = 2 * fault.end - fault.first
                alerts = int(judged.alerts[fault.first : end, fault.series].sum())
                if alerts:
                    counts.append(alerts - 1)
    return float(np.mean(counts))


def _nominal(judgements):
    """How often p falls below a level before any fault, times that level."""
    clean = []
    for judged in judgements:
        first = {f.series: f.first for f in reversed(judged.bed.faults)}
        for series, end in first.items():
            clean.append(judged.pvalues[:end, series])
    found = np.concatenate(clean)
    found = found[np.isfinite(found)]
    return {level: float((found < level).mean() / level) for level in (0.01, 0.001)}
