"""Honest p-values from a series' own past scores: a survival curve with a hazard for each stretch of scores."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Hazard"]

Floats = NDArray[np.floating[Any]]
_LAST: Final = 15.0  # scores that the guess of the last stretch is worth at least: few ever end there
_SLOWEST: Final = 1e-6  # a hazard below this would make a score of any size ordinary


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """What the scores of each series have been so far.

    A score is any number that grows with strangeness, 0 or more. How likely a score is to end in each stretch is
    learned per series, beginning from a guess; a p-value is the chance to live past the score. Beyond the last edge
    the tail is exponential, so a p-value may be far below one in n.

    Attributes
    ----------
    edges : tuple of float
        Where the stretches begin, ascending from 0.
    ends : tuple of array
        Scores that ended in a stretch, weighted, for each stretch; any one shape.
    lived : tuple of array
        Length of score lived in a stretch, weighted.
    fade : float
        Weight that a step keeps of all that came before, in (0, 1].
    """

    edges: tuple[float, ...]
    ends: tuple[Floats, ...]
    lived: tuple[Floats, ...]
    fade: float

    @classmethod
    def start(
        cls,
        shape: tuple[int, ...],
        *,
        edges: tuple[float, ...],
        guess: tuple[float, ...],
        prior: float,
        memory: int,
    ) -> Hazard:
        """Begin with a guess.

        Parameters
        ----------
        shape : tuple of int
            Of the scores of a step.
        edges, guess : tuple of float
            Where the stretches begin, from 0, and the hazard of each before anything was seen.
        prior : float
            How many scores the guess is worth.
        memory : int
            Steps after which a score counts a third.

        Examples
        --------
        >>> tail = Hazard.start((1,), edges=(0.0, 1.0), guess=(1.0, 2.0), prior=20, memory=365)
        >>> tail.bend(np.array([3.0])).tolist()
        [5.0]
        """
        ends_at = (*edges[1:], np.inf)
        worth = [prior * float(np.exp(-a) - np.exp(-b)) for a, b in zip(edges, ends_at, strict=True)]
        worth[-1] = max(worth[-1], _LAST)
        return cls(
            edges=edges,
            ends=tuple(np.full(shape, w * g, np.float32) for w, g in zip(worth, guess, strict=True)),
            lived=tuple(np.full(shape, w, np.float32) for w in worth),
            fade=1 - 1 / memory,
        )

    def guess_again(self, rows: NDArray[np.intp], guess: tuple[float, ...]) -> Hazard:
        """Give some series another guess, worth as much as the first; what they have learned is scaled with it."""
        ends = tuple(e.copy() for e in self.ends)
        for end, lived, rate in zip(ends, self.lived, guess, strict=True):
            end[..., rows] = rate * lived[..., rows]
        return Hazard(edges=self.edges, ends=ends, lived=self.lived, fade=self.fade)

    def bend(self, scores: Floats) -> Floats:
        """Turn scores into minus the log of their p-values."""
        nats = np.zeros_like(scores)
        for ends, lived, spent in zip(self.ends, self.lived, self._spend(scores), strict=True):
            nats += ends / lived * spent
        return nats

    def unbend(self, nats: Floats) -> Floats:
        """Find the scores whose p-values have this minus log: the way back of :meth:`bend`.

        Examples
        --------
        >>> tail = Hazard.start((1,), edges=(0.0, 1.0), guess=(1.0, 2.0), prior=20, memory=365)
        >>> tail.unbend(np.array([5.0])).tolist()
        [3.0]
        """
        scores, rest = np.zeros_like(nats), nats
        for ends, lived, low, high in zip(
            self.ends, self.lived, self.edges, (*self.edges[1:], np.inf), strict=True
        ):
            rate = np.maximum(ends / lived, _SLOWEST)
            part = np.minimum(rest / rate, high - low)
            scores = scores + part
            rest = rest - part * rate
        return scores

    def row(self, place: int) -> Hazard:
        """Only one row of a two-dimensional state."""
        return Hazard(
            edges=self.edges, ends=tuple(e[place] for e in self.ends), lived=tuple(v[place] for v in self.lived),
            fade=self.fade,
        )  # fmt: skip

    def learn(self, scores: Floats, *, weight: Floats) -> Hazard:
        """Add the scores of a step; a weight of 0 leaves a series as it was."""
        keep = 1 - weight * (1 - self.fade)
        ends: list[Floats] = []
        lived: list[Floats] = []
        rest, above = scores, np.broadcast_to(weight, scores.shape)
        limits = (*self.edges[1:], np.inf)
        for old_ends, old_lived, low, high in zip(self.ends, self.lived, self.edges, limits, strict=True):
            is_last = high == np.inf
            part = rest if is_last else np.minimum(rest, high - low)
            beyond = np.zeros_like(above) if is_last else weight * (scores >= high)
            new_ends, new_lived = old_ends * keep, old_lived * keep
            new_ends += above - beyond  # weight of those that end here
            new_lived += weight * part
            ends.append(new_ends)
            lived.append(new_lived)
            rest, above = rest - part, beyond
        return Hazard(edges=self.edges, ends=tuple(ends), lived=tuple(lived), fade=self.fade)

    def _spend(self, scores: Floats) -> tuple[Floats, ...]:
        """How much of a score lies in each stretch."""
        parts: list[Floats] = []
        rest = scores
        for low, high in pairwise(self.edges):
            part = np.minimum(rest, high - low)
            parts.append(part)
            rest = rest - part
        return (*parts, rest)
