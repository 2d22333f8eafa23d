"""Cubes with known causes, drawn from a seed: what published sets and a product's own data look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

Element = dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A cube before and after, and the segments that were changed."""

    dims: tuple[str, ...]
    columns: dict[str, np.ndarray]
    expected: str | tuple[str, str]
    actual: str | tuple[str, str]
    causes: frozenset[frozenset[tuple[str, str]]]
    is_mix: bool = False
    effects: tuple[float, ...] = field(default=())


def spell(dims: Sequence[str], elements: Sequence[Element]) -> frozenset[frozenset[tuple[str, str]]]:
    return frozenset(frozenset((dims[d], f"{dims[d]}{v}") for d, v in e.items()) for e in elements)


def cover(codes, element):
    inside = np.ones(len(codes[0]), bool)
    for dim, value in element.items():
        inside &= codes[dim] == value
    return inside


def full_grid(sizes):
    return [axis.ravel() for axis in np.indices(sizes)]


def make_columns(dims, codes, kept, **measures):
    columns = {
        name: np.char.add(name, code[kept].astype(str)) for name, code in zip(dims, codes, strict=True)
    }
    return columns | {name: values[kept].astype(float) for name, values in measures.items()}


def clash(one, other):
    """Whether two elements may share cells."""
    return all(other[d] == v for d, v in one.items() if d in other)


def draw_elements(rng, codes, sizes, weight, *, layers, low, high, count, cells=5):
    """Draw disjoint elements of a size in between, each by the shortest name of its cells."""
    chance, found = weight / weight.sum(), []
    while len(found) < count:
        dims = rng.choice(len(sizes), int(rng.choice(layers)), replace=False)
        at = rng.choice(len(weight), p=chance)
        element = {int(d): int(codes[d][at]) for d in sorted(dims)}
        inside = cover(codes, element)
        share = chance[inside].sum()
        if not low <= share <= high or np.count_nonzero(weight[inside]) < cells:
            continue
        wider = (
            [{d: v for d, v in element.items() if d != out} for out in element] if len(element) > 1 else []
        )
        if any(chance[cover(codes, w)].sum() < 1.15 * share for w in wider):
            continue
        if not any(clash(element, other) for other in found):
            found.append(element)
    return found


# Product-like: Zipf sizes, Poisson counts, a baseline of four weeks with noise of its own, a common day factor.
PRODUCT = {"country": 30, "version": 12, "os": 2, "channel": 8, "age": 3}


def draw_product(rng, total=2_000_000):
    sizes = tuple(PRODUCT.values())
    codes = full_grid(sizes)
    size = rng.lognormal(0, 0.5, len(codes[0]))
    for code, count in zip(codes, sizes, strict=True):
        rank = np.arange(1, count + 1) ** (-1.1 if count > 3 else -0.4)
        size *= rng.permutation(rank / rank.sum())[code]
    size[rng.random(len(size)) < 0.1] = 0
    return tuple(PRODUCT), sizes, codes, total * size / size.sum()


def draw_weeks(rng, mean, wobble=0.03):
    weeks = [rng.poisson(mean * rng.lognormal(0, wobble, len(mean))) for _ in range(4)]
    return np.mean(weeks, axis=0), mean * rng.lognormal(0, wobble, len(mean))


def finish_sum(rng, dims, codes, weeks, elements, effects):
    before, now = weeks
    actual = rng.poisson(now)
    columns = make_columns(dims, codes, (before > 0) | (actual > 0), before=before, now=actual)
    return Case(
        dims=dims,
        columns=columns,
        expected="before",
        actual="now",
        causes=spell(dims, elements),
        effects=tuple(effects),
    )


def draw_sum(rng):
    """Z: one to three causes of one sign."""
    dims, sizes, codes, mean = draw_product(rng)
    before, now = draw_weeks(rng, mean)
    count = int(rng.integers(1, 4))
    elements = draw_elements(rng, codes, sizes, mean, layers=(1, 2, 3), low=0.01, high=0.2, count=count)
    falls = rng.random() < 0.7
    effects = [-rng.uniform(0.25, 0.95) if falls else rng.uniform(0.4, 2) for _ in elements]
    for element, effect in zip(elements, effects, strict=True):
        now[cover(codes, element)] *= 1 + effect
    return finish_sum(rng, dims, codes, (before, now * rng.normal(1, 0.01)), elements, effects)


def draw_cancelling(rng):
    """M: one fall and one rise that leave the total where it was."""
    dims, sizes, codes, mean = draw_product(rng)
    before, now = draw_weeks(rng, mean)
    while True:
        elements = draw_elements(rng, codes, sizes, mean, layers=(1, 2, 3), low=0.02, high=0.2, count=2)
        held = [mean[cover(codes, e)].sum() for e in elements]
        fall = rng.uniform(0.3, 0.8)
        rise = fall * held[0] / held[1]
        if 0.2 <= rise <= 2:
            break
    for element, effect in zip(elements, (-fall, rise), strict=True):
        now[cover(codes, element)] *= 1 + effect
    return finish_sum(rng, dims, codes, (before, now), elements, (-fall, rise))


def draw_nothing(rng):
    """N: noise alone, or everything by the same share."""
    dims, _, codes, mean = draw_product(rng)
    before, now = draw_weeks(rng, mean)
    common = rng.normal(1, 0.01)
    if rng.random() < 0.5:
        common = 1 + rng.choice([-1, 1]) * rng.uniform(0.02, 0.1)
    return finish_sum(rng, dims, codes, (before, now * common), [], ())


def draw_creators(rng, creators=20_000):
    """C: many creators, sparse."""
    dims, sizes = ("creator", "country", "os"), (creators, 30, 2)
    popularity, land = np.arange(1, creators + 1) ** -0.9, np.arange(1, 31) ** -1.1
    n = 400_000
    drawn = np.unique(
        np.stack(
            [
                rng.choice(creators, n, p=popularity / popularity.sum()),
                rng.choice(30, n, p=land / land.sum()),
                rng.random(n) < 0.35,
            ]
        ).astype(int),
        axis=1,
    )
    codes = list(drawn)
    mean = popularity[codes[0]] * land[codes[1]] * rng.lognormal(0, 0.8, drawn.shape[1])
    mean *= np.where(codes[2] == 1, 0.35, 0.65)
    mean *= 5_000_000 / mean.sum()
    before, now = draw_weeks(rng, mean, wobble=0.1)
    count = int(rng.integers(1, 3))
    elements = draw_elements(rng, codes, sizes, mean, layers=(1, 1, 2), low=0.004, high=0.2, count=count)
    falls = rng.random() < 0.7
    effects = [-rng.uniform(0.4, 1) if falls else rng.uniform(0.6, 3) for _ in elements]
    for element, effect in zip(elements, effects, strict=True):
        now[cover(codes, element)] *= 1 + effect
    return finish_sum(rng, dims, codes, (before, now * rng.normal(1, 0.01)), elements, effects)


def finish_ratio(dims, codes, before, now, elements, *, is_mix=False, effects=()):
    """Cells from (numerator, denominator) before and now."""
    columns = make_columns(
        dims,
        codes,
        (before[1] > 0) | (now[1] > 0),
        top_before=before[0],
        bottom_before=before[1],
        top_now=now[0],
        bottom_now=now[1],
    )
    return Case(
        dims=dims,
        columns=columns,
        expected=("top_before", "bottom_before"),
        actual=("top_now", "bottom_now"),
        causes=spell(dims, elements),
        is_mix=is_mix,
        effects=tuple(effects),
    )


def draw_ratio(rng):
    """RZ: a rate that changes within segments, or in a quarter of the cases a segment that grows."""
    dims, sizes, codes, mean = draw_product(rng)
    score = rng.normal(0.8, 0.15, len(mean))
    for code, count in zip(codes, sizes, strict=True):
        score += rng.normal(0, 0.35, count)[code]
    rate = 1 / (1 + np.exp(-score))
    bottom, now = draw_weeks(rng, mean)
    error = np.sqrt(rate * (1 - rate) / np.maximum(4 * bottom, 1))
    top = bottom * np.clip(rate + rng.normal(0, 1, len(mean)) * error, 0, 1)
    is_mix = bool(rng.random() < 0.25)
    while True:
        count = 1 if is_mix else int(rng.integers(1, 4))
        elements = draw_elements(rng, codes, sizes, mean, layers=(1, 2, 3), low=0.02, high=0.2, count=count)
        inside = cover(codes, elements[0])
        gap = np.average(rate[inside], weights=mean[inside]) - np.average(rate, weights=mean)
        if not is_mix or abs(gap) >= 0.08:
            break
    later, effects, sign = rate.copy(), [], 1 if rng.random() < 0.3 else -1
    for element in elements:
        inside = cover(codes, element)
        effects.append(rng.uniform(0.8, 3) if is_mix else sign * rng.uniform(0.1, 0.5))
        if is_mix:
            now[inside] *= 1 + effects[-1]
        else:
            later[inside] = np.clip(later[inside] * (1 + effects[-1]), 0, 0.995)
    seen = rng.poisson(now * rng.normal(1, 0.01))
    after = (rng.binomial(seen, later), seen)
    return finish_ratio(dims, codes, (top, bottom), after, elements, is_mix=is_mix, effects=effects)


# As published: Weibull sizes, normal noise that grows with the cell, zeros, groups of elements with one severity.
def draw_groups(rng, sizes, alive, *, groups, elements, leaf_only):
    while True:
        found, used = [], set()
        for _ in range(int(rng.integers(*groups))):
            layer = len(sizes) if leaf_only else int(rng.integers(1, len(sizes) + 1))
            count = int(rng.integers(*elements))
            dims = tuple(sorted(rng.choice(len(sizes), layer, replace=False)))
            if (dims in used and layer < len(sizes)) or np.prod([sizes[d] for d in dims]) <= count:
                continue
            group = []
            for _ in range(200):
                element = {int(d): int(rng.integers(sizes[d])) for d in dims}
                if not any(clash(element, e) for g in [*found, group] for e in g) and alive(element):
                    group.append(element)
                if len(group) == count:
                    break
            used.add(dims)
            found.append(group)
        if found and all(found):
            return found


def draw_published(rng, sizes, *, noise, severity, deviation, groups, elements, leaf_only=False):
    codes, dims = full_grid(sizes), tuple("abcde"[: len(sizes)])
    size = 100 * rng.weibull(rng.uniform(0.5, 1), len(codes[0]))
    size[rng.random(len(size)) < rng.uniform(0, 0.25)] = 0
    spread = rng.uniform(*noise)
    now = np.clip(size * (1 + rng.normal(0, spread, len(size))), 0, None)

    def alive(element):
        return size[cover(codes, element)].sum() > 0

    found = draw_groups(rng, sizes, alive, groups=groups, elements=elements, leaf_only=leaf_only)
    for group in found:
        fall, uneven = rng.uniform(*severity) + spread, rng.uniform(*deviation)
        for element in group:
            inside = cover(codes, element)
            now[inside] = np.clip(size[inside] * (1 - rng.normal(fall, uneven, inside.sum())), 0, None)
    columns = make_columns(dims, codes, np.ones(len(size), bool), before=size, now=now)
    causes = spell(dims, [e for group in found for e in group])
    return Case(dims=dims, columns=columns, expected="before", actual="now", causes=causes)


def draw_any_layer(rng):
    """S: one to three groups of one to three elements in any layer."""
    return draw_published(
        rng,
        (10, 12, 10, 8, 5),
        noise=(0, 0.25),
        severity=(0.2, 1),
        deviation=(0, 0.1),
        groups=(1, 4),
        elements=(1, 4),
    )


def draw_leaves(rng):
    """L: one to five single cells."""
    return draw_published(
        rng,
        (10, 24, 10, 15),
        noise=(0, 0.1),
        severity=(0.5, 1),
        deviation=(0, 0),
        groups=(1, 6),
        elements=(1, 2),
        leaf_only=True,
    )


def draw_published_ratio(rng):
    """R: one group of elements whose rate falls."""
    sizes = (10, 12, 10, 8)
    codes, dims = full_grid(sizes), tuple("abcd")
    size = 100 * rng.weibull(rng.uniform(0.5, 1), len(codes[0]))
    size[rng.random(len(size)) < rng.uniform(0, 0.25)] = 0
    spread, rate = rng.uniform(0, 0.25), np.clip(rng.beta(20, 5, len(size)), 0.05, 0.98)
    bottom = np.clip(size * (1 + rng.normal(0, spread, len(size))), 0, None)
    top = np.clip(bottom * rate * (1 + rng.normal(0, spread / 2, len(size))), 0, bottom)

    def alive(element):
        return size[cover(codes, element)].sum() > 0

    (group,) = draw_groups(rng, sizes, alive, groups=(1, 2), elements=(1, 4), leaf_only=False)
    fall, uneven = rng.uniform(0.2, 0.9), rng.uniform(0, 0.1)
    for element in group:
        inside = cover(codes, element)
        kept = 1 - rng.normal(fall, uneven, inside.sum())
        top[inside] = np.clip(bottom[inside] * rate[inside] * kept, 0, bottom[inside])
    return finish_ratio(dims, codes, (size * rate, size), (top, bottom), group)


def draw_injected(rng):
    """B: a real-like background with published injections: one to three elements by the same share."""
    sizes = tuple(
        int(x) for x in (rng.integers(3, 8), rng.integers(20, 60), rng.integers(8, 20), rng.integers(3, 6))
    )
    codes, dims = full_grid(sizes), tuple("abcd")
    size = rng.lognormal(2, 2, len(codes[0])) * (rng.random(len(codes[0])) > rng.uniform(0.2, 0.8))
    for code, count in zip(codes, sizes, strict=True):
        size *= rng.permutation(np.arange(1, count + 1) ** -rng.uniform(0.3, 1.2))[code]
    size = np.where(size > 0, np.maximum(1, np.round(50 * size)), 0)
    dims_hit = rng.choice(4, int(rng.integers(1, 4)), replace=False)
    count, elements = int(rng.integers(1, 4)), []
    while len(elements) < count:
        element = {int(d): int(rng.integers(sizes[d])) for d in sorted(dims_hit)}
        if element not in elements and size[cover(codes, element)].sum() > 0.001 * size.sum():
            elements.append(element)
    wobble = rng.choice([0.0001, 0.01, 0.03, 0.08])
    before, now = size * np.clip(1 + rng.normal(0, wobble, len(size)), 0, None), size.copy()
    effect = rng.choice([-1, 1]) * rng.uniform(0.15, 0.9)
    for element in elements:
        now[cover(codes, element)] *= 1 + effect
    columns = make_columns(dims, codes, (before > 0) | (now > 0), before=before, now=now)
    return Case(dims=dims, columns=columns, expected="before", actual="now", causes=spell(dims, elements))


def draw_stalls(rng):
    """V: a stall rate of a live service: rates drift by every dimension, tails are heavy, one short cause."""
    sizes = tuple(
        int(x) for x in (rng.integers(3, 8), rng.integers(15, 35), rng.integers(4, 10), rng.integers(2, 5))
    )
    dims, codes = ("isp", "province", "cdn", "platform"), full_grid(sizes)
    n = len(codes[0])
    size = rng.lognormal(0, 0.7, n) * (rng.random(n) > 0.2)
    for code, count in zip(codes, sizes, strict=True):
        size *= rng.permutation(np.arange(1, count + 1) ** -0.9)[code]
    mean = rng.choice([20_000, 100_000, 500_000]) * size / size.sum()
    score, drift = np.log(rng.uniform(0.005, 0.06)) + rng.normal(0, 0.15, n), np.zeros(n)
    much = rng.uniform(0.03, 0.12)
    for i, (code, count) in enumerate(zip(codes, sizes, strict=True)):
        score += rng.normal(0, 0.3, count)[code]
        drift += much * np.clip(rng.standard_t(4, count), -4, 4)[code]
        for j in range(i):
            drift += much * rng.normal(0, 1, (count, sizes[j]))[code, codes[j]]
    drift += rng.normal(0, 2 * much, n)
    while True:
        hit = rng.choice(4, int(rng.choice([1, 1, 1, 2, 2, 3])), replace=False)
        element = {int(d): int(rng.integers(sizes[d])) for d in sorted(hit)}
        inside = cover(codes, element)
        if 0.02 < mean[inside].sum() / mean.sum() < 0.5:
            break
    rate = np.clip(np.exp(score), 0, 0.6)
    later = np.clip(rate * np.exp(drift) * np.where(inside, rng.uniform(1.6, 5), 1), 0, 0.9)
    bottom = rng.poisson(14 * mean)
    before = (rng.binomial(bottom, rate) / 14, bottom / 14)
    seen = rng.poisson(mean * np.exp(rng.normal(0, 0.1, n)))
    return finish_ratio(dims, codes, before, (rng.binomial(seen, later), seen), [element])


SETS: dict[str, Callable[[np.random.Generator], Case]] = {
    "Z": draw_sum,
    "RZ": draw_ratio,
    "M": draw_cancelling,
    "N": draw_nothing,
    "C": draw_creators,
    "S": draw_any_layer,
    "L": draw_leaves,
    "R": draw_published_ratio,
    "B": draw_injected,
    "V": draw_stalls,
}


def draw_case(name, seed):
    """Draw a case of a set."""
    return SETS[name](np.random.default_rng([seed, list(SETS).index(name)]))
