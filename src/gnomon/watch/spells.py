"""Spells: anomalies of one series that follow each other without a long rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gnomon.watch.buckets import number_bucket, rest_buckets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gnomon.records.anomaly import Anomaly, Slice

__all__ = ["SeriesSpells", "find_spells"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpells:
    """One series and the spell of each of its anomalous buckets.

    Attributes
    ----------
    metric, where, grain
        Which series it is.
    spell_of : dict of int to int
        Number of a bucket to the number of its spell; ascending, spells are counted over all series.
    anomalies : dict of int to Anomaly
        The same buckets.
    """

    metric: str
    where: Slice
    grain: str
    spell_of: dict[int, int]
    anomalies: dict[int, Anomaly]


def find_spells(anomalies: Iterable[Anomaly]) -> tuple[tuple[SeriesSpells, ...], int]:
    """Split every series into spells, and count these.

    Of several anomalies of one bucket the last given counts.
    """
    table: dict[tuple[str, Slice, str], dict[int, Anomaly]] = {}
    for each in anomalies:
        key = (each.metric, each.where, each.grain)
        buckets = table.get(key)
        if buckets is None:
            buckets = table[key] = {}
        buckets[number_bucket(each.start, each.grain)] = each
    found: list[SeriesSpells] = []
    count = 0
    for (metric, where, grain), buckets in table.items():
        rest, before = rest_buckets(grain), None
        spell_of: dict[int, int] = {}
        for bucket in sorted(buckets):
            if before is None or bucket - before > rest:
                count += 1
            spell_of[bucket], before = count - 1, bucket
        found.append(
            SeriesSpells(metric=metric, where=where, grain=grain, spell_of=spell_of, anomalies=buckets)
        )
    return tuple(found), count
