"""Series without any fault, one family for each kind of noise that detectors get wrong, drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """Series of one family; n is given for shares."""

    values: np.ndarray
    n: np.ndarray | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a family draws from: a generator, the shape, and the season of each bucket."""

    rng: np.random.Generator
    buckets: int
    series: int
    season: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        return self.buckets, self.series

    def normal(self, size=1.0):
        return size * self.rng.normal(size=self.shape)


def correlate(noise, share):
    """Give each series an autocorrelation, its variance kept."""
    found = noise.copy()
    for at in range(1, len(noise)):
        found[at] = share * found[at - 1] + np.sqrt(1 - share**2) * noise[at]
    return found


def draw_white(plan):
    return Clean(values=1000 + 300 * plan.season + plan.normal(plan.rng.uniform(5, 100, plan.series)))


def draw_flat(plan):
    return Clean(values=100 + plan.normal(5.0))


def draw_log(plan):
    level = 10 ** plan.rng.uniform(1, 6, plan.series)
    return Clean(
        values=level * np.exp(0.3 * plan.season + plan.normal(plan.rng.uniform(0.02, 0.25, plan.series)))
    )


def draw_heavy(plan):
    noise = plan.rng.standard_t(4, plan.shape) / 1.4
    return Clean(values=1000 * np.exp(0.3 * plan.season + 0.06 * noise))


def draw_very_heavy(plan):
    noise = plan.rng.standard_t(2.5, plan.shape)
    return Clean(values=1000 + 200 * plan.season + 30 * noise)


def draw_skewed(plan):
    return Clean(values=1000 * np.exp(0.3 * plan.season) * plan.rng.gamma(5, 0.2, plan.shape))


def draw_correlated(plan):
    noise = correlate(plan.normal(), plan.rng.choice([0.3, 0.6, 0.85], plan.series))
    return Clean(values=1000 * np.exp(0.3 * plan.season + 0.06 * noise))


def draw_wandering(plan):
    level = np.cumsum(plan.normal(plan.rng.uniform(0.003, 0.02, plan.series)), axis=0)
    return Clean(values=1000 * np.exp(0.3 * plan.season + level + plan.normal(0.05)))


def draw_yearly(plan):
    days = np.arange(plan.buckets)[:, None] / 365.25
    year = 0.2 * np.sin(2 * np.pi * (days + plan.rng.random(plan.series)))
    trend = days * plan.rng.normal(0, 0.3, plan.series)
    return Clean(values=1000 * np.exp(0.3 * plan.season + year + trend + plan.normal(0.05)))


def draw_counts(plan):
    mean = 10 ** plan.rng.uniform(1.5, 4, plan.series) * np.exp(0.3 * plan.season)
    return Clean(values=plan.rng.poisson(mean).astype(float))


def draw_small_counts(plan):
    mean = plan.rng.uniform(0.5, 20, plan.series) * np.exp(0.3 * plan.season)
    return Clean(values=plan.rng.poisson(mean).astype(float))


def draw_spread_counts(plan):
    mean = 10 ** plan.rng.uniform(0.5, 3, plan.series) * np.exp(0.3 * plan.season)
    return Clean(values=plan.rng.negative_binomial(6, 6 / (6 + mean)).astype(float))


def draw_rare(plan):
    values = plan.rng.gamma(2, 50, plan.shape) * (plan.rng.random(plan.shape) < 0.4)
    return Clean(values=values)


def draw_uneven(plan):
    """Noise that depends on the phase: weekends three times as noisy."""
    wide = np.where(np.arange(plan.buckets) % 7 > 4, 3, 1)[:, None]
    return Clean(values=1000 * np.exp(0.3 * plan.season + plan.normal(0.04) * wide))


def draw_shares(plan, *, extra=0.0):
    n = plan.rng.poisson(
        10 ** plan.rng.uniform(2, 5, plan.series) * np.exp(0.3 * plan.season + plan.normal(0.1))
    )
    n = np.maximum(n, 1)
    logit = plan.rng.normal(-1.5, 1.2, plan.series) + 0.1 * plan.season + plan.normal(extra)
    return Clean(values=plan.rng.binomial(n, 1 / (1 + np.exp(-logit))) / n, n=n.astype(float))


def draw_noisy_shares(plan):
    return draw_shares(plan, extra=0.05)


FAMILIES: dict[str, Callable[[Plan], Clean]] = {
    name.removeprefix("draw_").replace("_", " "): draw
    for name, draw in list(globals().items())
    if name.startswith("draw_")
}


def draw_family(name: str, seed: int, *, buckets: int = 420, series: int = 300, period: int = 7) -> Clean:
    rng = np.random.default_rng([seed, sorted(FAMILIES).index(name)])
    season = rng.normal(0, 1, (period, series)) * rng.choice([0.2, 0.6, 1.0], series)
    return FAMILIES[name](
        Plan(rng=rng, buckets=buckets, series=series, season=season[np.arange(buckets) % period])
    )
