"""Score a localiser on drawn cases: an answer counts only when it equals a true cause exactly."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

import gnomon
from tests.explain.localise.cases import draw_case

Segments = frozenset[frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    f1: float
    exact: float
    silent: float
    mix: float
    seconds: float


def name_segments(case):
    found = gnomon.localise(case.columns, case.dims, expected=case.expected, actual=case.actual)
    return frozenset(frozenset((d, str(v)) for d, v in s.where) for s in found.segments), found.outcome


def score_set(name, seeds, localiser=name_segments):
    hits = named = true = exact = silent = 0
    mixes, times = [], []
    for seed in seeds:
        case = draw_case(name, seed)
        begin = time.process_time()
        segments, outcome = localiser(case)
        times.append(time.process_time() - begin)
        hits += len(segments & case.causes)
        named += len(segments)
        true += len(case.causes)
        exact += segments == case.causes
        silent += not segments
        if case.is_mix:
            mixes.append(outcome == "mix")
    count = len(times)
    return Score(
        f1=2 * hits / max(named + true, 1),
        exact=exact / count,
        silent=silent / count,
        mix=float(np.mean(mixes)) if mixes else float("nan"),
        seconds=float(np.median(times)),
    )
