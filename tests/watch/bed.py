"""Business series by day or hour with known faults, drawn from a seed: what a detector is scored on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.watch.calendar import HOLIDAY, NEIGHBOUR
from tests.watch.clean import correlate

KINDS = ("count", "value", "small count", "share")
FAULTS = ("spike", "drop", "zero", "drift", "shift", "season", "missing", "dip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault in the buckets from ``first`` up to, not including, ``end`` of a series."""

    series: int
    first: int
    end: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """Series of shape (buckets, series); n is nan for those that are no shares."""

    grain: str
    values: np.ndarray
    n: np.ndarray
    kinds: np.ndarray
    families: np.ndarray
    faults: tuple[Fault, ...]

    def inside(self) -> np.ndarray:
        found = np.zeros(self.values.shape, bool)
        for fault in self.faults:
            found[fault.first : fault.end, fault.series] = True
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grain:
    """How a grain is drawn: buckets of a day and in all, first fault and the pauses between, in days."""

    per_day: int
    days: int
    first: tuple[int, int]
    pause: tuple[int, int]


_GRAINS = {
    "day": _Grain(per_day=1, days=420, first=(150, 200), pause=(50, 110)),
    "hour": _Grain(per_day=24, days=84, first=(29, 36), pause=(7, 14)),
}


def draw_bed(seed: int, *, grain: str = "day", series: int = 160) -> Bed:
    """Draw a bed; every series has a generator of its own."""
    plan = _GRAINS[grain]
    buckets = plan.days * plan.per_day
    values, n = np.empty((buckets, series)), np.full((buckets, series), np.nan)
    kinds = np.zeros((buckets, series), np.intp)
    faults: list[Fault] = []
    families = np.array([KINDS[i % 4] if i % 8 != 2 else "count" for i in range(series)])
    for at in range(series):
        rng = np.random.default_rng([seed, at, plan.per_day])
        holidays = draw_holidays(rng, plan.days)
        values[:, at], n[:, at] = draw_series(rng, plan, families[at], holidays)
        kinds[:, at] = np.repeat(spread_holidays(holidays), plan.per_day)
        faults += inject_faults(rng, plan, values[:, at], families[at], at)
    return Bed(grain=grain, values=values, n=n, kinds=kinds, families=families, faults=tuple(faults))


def draw_holidays(rng, days):
    found = np.zeros(days, bool)
    for day in rng.choice(365, 8, replace=False):
        found |= np.arange(days) % 365 == day
    return found


def spread_holidays(holidays):
    beside = np.zeros_like(holidays)
    beside[1:] |= holidays[:-1]
    beside[:-1] |= holidays[1:]
    return np.where(holidays, HOLIDAY, np.where(beside, NEIGHBOUR, 0))


def draw_shape(rng, plan, holidays):
    """Log of the mean, without noise, and the weekly part of it."""
    day = np.arange(plan.days * plan.per_day) / plan.per_day
    size = rng.choice([0, 0.05, 0.15, 0.4])
    week = rng.normal(0, 1, 7) * size
    week[5:] += rng.choice([-1, 1]) * size
    weekly = week[(day.astype(int) + int(rng.integers(7))) % 7]
    if plan.per_day > 1:
        weekly += draw_day(rng, plan.per_day)[np.arange(day.size) % plan.per_day]
    year = rng.choice([0, 0.05, 0.2]) * np.sin(2 * np.pi * (day / 365.25 + rng.random()))
    steps = rng.normal(0, rng.choice([0, 0.003, 0.01]) / plan.per_day**0.5, day.size)
    shape = weekly + year + rng.normal(0, 0.0008) * day + np.cumsum(steps)
    effect = rng.normal(-0.25, 0.15) * (rng.random() < 0.7)
    return shape + effect * np.repeat(holidays, plan.per_day), weekly


def draw_day(rng, per_day):
    hour = 2 * np.pi * np.arange(per_day) / per_day
    size = rng.choice([0.2, 0.6, 1.0])
    return -size * np.cos(hour - rng.normal(0, 0.5)) - 0.3 * size * np.cos(2 * hour - rng.normal(0, 0.5))


def draw_noise(rng, buckets):
    noise = rng.normal(0, 1, buckets) if rng.random() < 0.6 else rng.standard_t(4, buckets) / 1.4
    return correlate(noise, rng.choice([0, 0.3, 0.6])) * rng.choice([0.01, 0.03, 0.08, 0.2])


def draw_series(rng, plan, family, holidays):
    """Values, and denominators or nan."""
    shape, weekly = draw_shape(rng, plan, holidays)
    noise = draw_noise(rng, shape.size)
    nothing = np.full(shape.size, np.nan)
    if family == "count":
        return rng.poisson(10 ** rng.uniform(1, 6) * np.exp(shape + noise)).astype(float), nothing
    if family == "small count":
        return rng.poisson(rng.uniform(1, 30) * np.exp(shape + noise)).astype(float), nothing
    if family == "value":
        return 10 ** rng.uniform(1, 6) * np.exp(shape + noise), nothing
    mean = 10 ** rng.uniform(2, 5) * np.exp(weekly + 0.1 * rng.normal(size=shape.size))
    n = np.maximum(1, rng.poisson(mean))
    logit = rng.normal(-1.5, 1.2) + 0.3 * shape + 0.5 * noise
    return rng.binomial(n, 1 / (1 + np.exp(-logit))) / n, n.astype(float)


def inject_faults(rng, plan, values, family, series):
    """Change the values in place."""
    found = []
    at = int(rng.integers(*plan.first)) * plan.per_day + int(rng.integers(plan.per_day))
    while at < values.size - 30 * min(plan.per_day, 6):
        name = str(rng.choice(FAULTS))
        length, factor = draw_fault(rng, plan, name, values.size - at)
        if name == "season":
            turn = int(rng.integers(1, 6)) * max(plan.per_day // 4, 1)
            values[at:] = np.roll(values[at:], -turn)
        elif name == "missing":
            values[at : at + length] = np.nan
        else:
            changed = values[at:] * factor
            changed = np.clip(changed, 0, 1) if family == "share" else changed
            values[at:] = np.round(changed) if "count" in family and name != "drift" else changed
            if "count" in family:
                values[at:] = np.round(values[at:])
        found.append(Fault(series=series, first=at, end=at + length, name=name))
        at += length + int(rng.integers(*plan.pause)) * plan.per_day
    return found


def draw_fault(rng, plan, name, left):
    """Buckets of the window, and what every value from its beginning on is multiplied by."""
    many = max(plan.per_day // 4, 1)
    place = np.arange(left)
    sign = rng.choice([-1, 1])
    if name in {"shift", "drift"}:
        if name == "shift":
            length = int(rng.integers(10, 25)) * max(plan.per_day // 12, 1)
            return length, 1 + sign * rng.uniform(0.15, 0.6)
        length = int(rng.integers(14, 28)) * max(plan.per_day // 8, 1)
        return length, 1 + sign * rng.uniform(0.2, 0.5) * np.minimum(1, place / length)
    if name == "season":
        return (14 if plan.per_day == 1 else 2 * plan.per_day), np.ones(left)
    if name == "missing":
        return int(rng.integers(1, 1 + many)), np.ones(left)
    lengths = {"spike": (1, 1, 2), "zero": (1, 2), "drop": (1, 1, 2, 3), "dip": (1, 2, 3)}[name]
    length = int(rng.choice(lengths)) * (1 if name == "spike" else max(plan.per_day // 8, 1))
    size = {"spike": rng.uniform(0.3, 1.5), "zero": -1.0}.get(name, -rng.uniform(0.2, 0.8))
    return length, 1 + size * (place < length)
