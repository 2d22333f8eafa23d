"""Other metrics that moved before this one, or with it: by how surprising their days were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import atanh, erfc, sqrt

import numpy as np

from gnomon.explain.localise.grouping import Floats
from gnomon.records.investigation import Lead
from gnomon.stats.false_discovery import control_false_discovery

__all__ = ["Surprises", "find_leads"]

_LAGS = range(-3, 4)
_LEAST_DAYS = 20
_FAR = 3.0
_BEFORE = 3
_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surprises:
    """A metric by day, on the scale of its own noise.

    Attributes
    ----------
    label : str
    scores : array of float, shape (days,)
        Signed; nan where nothing could be expected.
    changes : array of float, shape (days,)
        Relative to what was expected.
    """

    label: str
    scores: Floats
    changes: Floats


def find_leads(
    own: Surprises, others: Mapping[str, Surprises], days: Sequence[date], onset: int
) -> tuple[Lead, ...]:
    """Name metrics that were out of the ordinary around the onset and whose surprises go along with this one's.

    For each metric, of lags from three days before to three after, the one with the highest correlation is taken
    and its p-value multiplied by their number; over metrics, the false-discovery share is held at 10 %.

    Parameters
    ----------
    own : Surprises
    others : mapping of str to Surprises
    days : sequence of date
    onset : int
        Position of the first day of the change.
    """
    found: list[Lead] = []
    for name, other in others.items():
        moved = _first_far(other.scores, onset)
        best = _correlate(own.scores, other.scores)
        if moved is None or best is None:
            continue
        lag, correlation, pvalue = best
        first = "moved first" if moved < onset else "moved together"
        found.append(
            Lead(
                metric=name, label=other.label, relation=first, moved_on=days[moved], lag_days=lag,
                correlation=correlation, pvalue=pvalue, change=float(other.changes[moved]),
            )
        )  # fmt: skip
    limit = control_false_discovery(np.array([lead.pvalue for lead in found]), share=_SHARE)
    kept = [lead for lead in found if limit and lead.pvalue <= limit]
    return tuple(sorted(kept, key=lambda lead: (lead.moved_on, lead.pvalue)))


def _first_far(scores: Floats, onset: int) -> int | None:
    for day in range(max(0, onset - _BEFORE), onset + 1):
        if abs(scores[day]) >= _FAR:
            return day
    return None


def _correlate(own: Floats, other: Floats) -> tuple[int, float, float] | None:
    """Lag by which the other runs ahead, correlation there, and its p-value times the number of lags."""
    best: tuple[int, float, float] | None = None
    for lag in _LAGS:
        one = own[lag:] if lag >= 0 else own[:lag]
        two = other[: len(other) - lag] if lag >= 0 else other[-lag:]
        known = np.isfinite(one) & np.isfinite(two)
        count = int(np.count_nonzero(known))
        if count < _LEAST_DAYS or not one[known].std() or not two[known].std():
            continue
        r = float(np.corrcoef(one[known], two[known])[0, 1])
        strength = abs(atanh(min(max(r, -0.999999), 0.999999))) * sqrt(count - 3)
        pvalue = min(1.0, erfc(strength / sqrt(2)) * len(_LAGS))
        if best is None or pvalue < best[2]:
            best = lag, r, pvalue
    return best
