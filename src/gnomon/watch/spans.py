"""Sums of recent scores, so that a small fault that lasts is found as well as a large one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnomon.watch.arrays import REAL, Flags, Floats

__all__ = ["Spans", "compress_tail", "stretch_tail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Recent scores of each series.

    Attributes
    ----------
    lengths : tuple of int
        Buckets of each sum, the current one included.
    recent : tuple of array of float, shape (series,)
        Scores, the newest first; 0 where the bucket was missing, a holiday or out of the ordinary.
    spread : array of float, shape (lengths, series)
        Standard deviation of each sum.
    """

    lengths: tuple[int, ...]
    recent: tuple[Floats, ...]
    spread: Floats

    @classmethod
    def start(cls, lengths: tuple[int, ...], series: int) -> Spans:
        """Begin with nothing remembered."""
        zero = np.zeros(series, REAL)
        return cls(
            lengths=lengths, recent=(zero,) * (max(lengths) - 1), spread=np.ones((len(lengths), series), REAL)
        )

    def sum(self, score: Floats) -> Floats:
        """Sums of the score and those before it, over the root of their number.

        Returns
        -------
        array of float, shape (lengths + 1, series)
            The last row is 0, a place for one more test.
        """
        found = np.zeros((len(self.lengths) + 1, score.size), REAL)
        total = score.copy()
        done = 1
        for row, length in enumerate(self.lengths):
            for earlier in self.recent[done - 1 : length - 1]:
                total += earlier
            done = length
            found[row] = total * REAL(length**-0.5)
        return found

    def learn(self, sums: Floats, *, weight: Floats) -> Spans:
        """Follow how much the sums vary."""
        limit = 3 * self.spread
        squares = np.minimum(sums**2, limit**2) * 1.08
        variance = self.spread**2 + 0.015 * weight * (squares - self.spread**2)
        return Spans(lengths=self.lengths, recent=self.recent, spread=np.sqrt(np.maximum(variance, 0.25)))

    def remember(self, score: Floats, *, keep: Flags, forget: Flags) -> Spans:
        """Put the newest score in front; some series forget all."""
        recent = (np.where(keep, np.clip(score, -3, 3), 0), *self.recent)[: max(self.lengths) - 1]
        if forget.any():
            recent = tuple(np.where(forget, 0, r) for r in recent)
        return Spans(lengths=self.lengths, recent=recent, spread=self.spread)


def compress_tail(scores: Floats, start: float) -> Floats:
    """Let scores beyond ``start`` grow by their logarithm, so that an exponential tail of them is a power law.

    Noise of business series has such tails; the tail of normal noise begins to bend later than it is tested.

    Examples
    --------
    >>> compress_tail(np.array([1.0, 3.0, 30.0]), 3.0).round(2).tolist()
    [1.0, 3.0, 9.91]
    """
    return np.where(scores > start, start + start * np.log(np.maximum(scores, start) / start), scores)


def stretch_tail(scores: Floats, start: float) -> Floats:
    """Undo :func:`compress_tail`.

    Examples
    --------
    >>> stretch_tail(compress_tail(np.array([1.0, 30.0]), 3.0), 3.0).round(6).tolist()
    [1.0, 30.0]
    """
    return np.where(scores > start, start * np.exp(scores / start - 1), scores)
