"""The few numbers that the method was tuned to, on generated series that its tests do not use."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TUNING", "Tuning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """Numbers of the method, the same for every series and grain.

    Attributes
    ----------
    season_rate, spread_rate : float
        How fast the season and the spread follow.
    uneven_rate : float
        How fast the variance of each phase of the season follows.
    clip : float
        A residual beyond this many spreads teaches as if it were this large.
    carry : float
        Share of the measured autocorrelation that the forecast uses.
    plain_share, scale_power, scale_rate : float
        Weight of the plain scale before anything is known, how strictly the better scale is preferred, and how
        fast that is learned.
    tail : float
        Scores beyond this count by their logarithm.
    edges, guess, prior : tuple of float, tuple of float, float
        Tail of each test before anything was seen, and how many buckets that guess is worth.
    whole_edges, whole_guess, whole_prior : tuple of float, tuple of float, float
        The same for the most surprised of all tests.
    sharp_guess, sharp_whole : tuple of float
        The guesses for series whose noise is that of sampling: their tail is nearly that of a normal distribution.
    sharp_most : float
        Noise is that of sampling up to so many times its standard deviation.
    memory : int
        Buckets after which a score counts a third.
    remembered : float
        Buckets with a p-value above this enter the sums over several buckets.
    accept_score, accept_share : float
        Scores beyond this on one side, several in a row, are a new level; the level moves by this share.
    slow_rate, quick_rate, gap_rate, slow_clip : float
        How fast the slow level, the quick one and their usual distance follow; the slow one's limit in spreads.
    slow_fire : float
        A p-value of the slow test below this starts a new slow level.
    slow_rest : int
        Buckets after a change of level in which the slow test is silent.
    """

    season_rate: float = 0.15
    spread_rate: float = 0.03
    uneven_rate: float = 0.03
    clip: float = 2.5
    carry: float = 0.8
    plain_share: float = 0.3
    scale_power: float = 10.0
    scale_rate: float = 0.01
    tail: float = 3.0
    edges: tuple[float, ...] = (0.0, 0.5, 1.5)
    guess: tuple[float, ...] = (1.0, 1.2, 1.5)
    prior: float = 50.0
    whole_edges: tuple[float, ...] = (0.0, 0.5, 1.0, 2.0, 4.0)
    whole_guess: tuple[float, ...] = (0.1, 0.45, 0.95, 1.25, 1.45)
    whole_prior: float = 1500.0
    sharp_guess: tuple[float, ...] = (1.0, 1.42, 2.4)
    sharp_whole: tuple[float, ...] = (0.1, 0.45, 0.95, 1.1, 1.1)
    sharp_most: float = 1.5
    memory: int = 1000
    remembered: float = 0.01
    accept_score: float = 2.5
    accept_share: float = 0.8
    slow_rate: float = 0.01
    quick_rate: float = 0.35
    gap_rate: float = 0.01
    slow_clip: float = 3.0
    slow_fire: float = 0.002
    slow_rest: int = 35


TUNING = Tuning()
