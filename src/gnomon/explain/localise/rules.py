"""The settings of a search: one set for all data."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a segment must bring to be named; evidence and prices are log-likelihoods.

    Attributes
    ----------
    price : float
        Price of any segment, beside the logarithm of the number of its neighbours.
    price_of_depth : float
        Price of every condition of a segment.
    discount : float
        Share of the evidence that each condition after the first costs while candidates compete.
    least_evidence : float
        Evidence below which nothing is named.
    largest : int
        Segments at most.
    unevenness : float
        Standard deviation of the shift within a named segment, as a share of that shift.
    level_spread : float
        Standard deviation of the logarithm of the common level, before the data are seen.
    patience : int
        Rounds without a lasting new segment before the search ends.
    material : float
        Smallest effect that is named, as a share of the largest; smaller ones are named when they are `clear`.
    clear : float
        How many times its price the evidence of a small effect must be worth.
    trifle : float
        Share of the largest effect below which nothing is named.
    lead_evidence, lead_shift, lead_size, lead_share : float
        What the likeliest single value must show to be named tentatively, when nothing passes: evidence, shift,
        and effect as a share of the total and of the total's change.
    """

    price: float = 3.0
    price_of_depth: float = 2.0
    discount: float = 0.05
    least_evidence: float = 12.5
    largest: int = 20
    unevenness: float = 0.1
    level_spread: float = 0.1
    patience: int = 3
    material: float = 0.02
    clear: float = 2.0
    trifle: float = 0.0002
    lead_evidence: float = 3.5
    lead_shift: float = 0.25
    lead_size: float = 0.02
    lead_share: float = 0.3
