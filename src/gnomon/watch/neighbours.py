"""Which spells of different series are one event: they overlap in time, and in rows or by their making.

Every step looks neighbours up in a table, so that the work grows with the number of anomalies and not with
that of pairs of series.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gnomon.records.anomaly import Slice
    from gnomon.watch.spells import SeriesSpells
    from gnomon.watch.union import DisjointSets

__all__ = ["join_containing", "join_crossing", "join_related"]

_NEAR = (0, -1, 1)


def join_containing(series: Sequence[SeriesSpells], sets: DisjointSets) -> None:
    """Join a slice with the slices of the same metric that contain it: the total, its country."""
    known = {(each.metric, each.where, each.grain): each for each in series}
    for each in series:
        for wider in _wider(each.where):
            parent = known.get((each.metric, wider, each.grain))
            if parent is not None:
                _join_near(each, parent, sets)


def _wider(where: Slice) -> Iterator[Slice]:
    for size in range(len(where)):
        yield from combinations(where, size)


def _join_near(one: SeriesSpells, other: SeriesSpells, sets: DisjointSets) -> None:
    """Join spells that share a bucket or follow each other."""
    few, many = (one, other) if len(one.spell_of) <= len(other.spell_of) else (other, one)
    for bucket, spell in few.spell_of.items():
        for near in _NEAR:
            met = many.spell_of.get(bucket + near)
            if met is not None:
                sets.join(spell, met)


def join_related(
    series: Sequence[SeriesSpells], sets: DisjointSets, related: Callable[[str, str], bool]
) -> None:
    """Join the same slice of metrics that belong together by their making."""
    same: defaultdict[tuple[Slice, str], list[SeriesSpells]] = defaultdict(list)
    for each in series:
        same[each.where, each.grain].append(each)
    known: dict[tuple[str, str], bool] = {}
    for members in same.values():
        if len(members) > 1:
            _join_pairs(members, sets, related, known)


def _join_pairs(
    members: Sequence[SeriesSpells],
    sets: DisjointSets,
    related: Callable[[str, str], bool],
    known: dict[tuple[str, str], bool],
) -> None:
    at: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for each in members:
        for bucket, spell in each.spell_of.items():
            at[bucket].append((each.metric, spell))
    for bucket, here in at.items():
        around = [*here, *at.get(bucket + 1, ())]
        if len(around) < 2:  # noqa: PLR2004 - a pair
            continue
        for index, (metric, spell) in enumerate(here):
            for other, met in around[index + 1 :]:
                if other != metric and sets.find(spell) != sets.find(met):
                    pair = (metric, other) if metric < other else (other, metric)
                    answer = known.get(pair)
                    if answer is None:
                        answer = known[pair] = related(*pair)
                    if answer:
                        sets.join(spell, met)


def join_crossing(series: Sequence[SeriesSpells], sets: DisjointSets) -> None:
    """Join slices of one metric that share rows though neither contains the other: a country and a system.

    One event that hits a country's phones shows in the country and in the phones, and often not in the total.
    Only the same bucket and the same side count here.
    """
    places: defaultdict[tuple[str, str], list[SeriesSpells]] = defaultdict(list)
    for each in series:
        if each.where:
            places[each.metric, each.grain].append(each)
    for members in places.values():
        if len({tuple(dim for dim, _ in each.where) for each in members}) > 1:
            _join_sharing(members, sets)


def _join_sharing(members: Sequence[SeriesSpells], sets: DisjointSets) -> None:
    at: defaultdict[tuple[int, int], list[tuple[SeriesSpells, int]]] = defaultdict(list)
    for each in members:
        for bucket, spell in each.spell_of.items():
            at[bucket, each.anomalies[bucket].side].append((each, spell))
    for here in at.values():
        if len(here) > 1:
            _join_bucket(here, sets)


def _join_bucket(here: Sequence[tuple[SeriesSpells, int]], sets: DisjointSets) -> None:
    by_dims: defaultdict[tuple[str, ...], list[tuple[Slice, int]]] = defaultdict(list)
    for each, spell in here:
        by_dims[tuple(dim for dim, _ in each.where)].append((each.where, spell))
    for one, other in combinations(by_dims, 2):
        shared = frozenset(one) & frozenset(other)
        _join_alike(by_dims[one], by_dims[other], shared, sets)


def _join_alike(
    one: Sequence[tuple[Slice, int]],
    other: Sequence[tuple[Slice, int]],
    shared: frozenset[str],
    sets: DisjointSets,
) -> None:
    """Join slices that agree on the dimensions that both have."""
    first: dict[Slice, int] = {}
    for where, spell in one:
        first.setdefault(tuple(p for p in where if p[0] in shared), spell)
    met = {tuple(p for p in where if p[0] in shared) for where, _ in other}
    for where, spell in (*one, *other):
        values = tuple(p for p in where if p[0] in shared)
        if values in first and values in met:
            sets.join(spell, first[values])
