"""Columns that are suddenly null."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gnomon.explain.gate.profile import Profile, middle_of, say_days, wobble_of
from gnomon.records.investigation import DataFinding

__all__ = ["find_null_bursts"]

_LEAST = 0.05
_CLEAR = 6.0


def find_null_bursts(profile: Profile, days: range) -> Iterator[DataFinding]:
    """Columns of which a larger share is null than on any common day."""
    for name, nulls in profile.nulls.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(profile.rows > 0, nulls / profile.rows, np.nan)
        usual = middle_of(share, days.start)
        limit = usual + max(_LEAST, _CLEAR * wobble_of(share, days.start))
        held = [day for day in days if share[day] > limit]
        if not held:
            continue
        now = float(np.mean([share[day] for day in held]))
        is_measure = name == profile.measure
        reach = -(now - usual) / max(1 - usual, 1e-9) * len(held) / len(days) if is_measure else 0.0
        text = (
            f"{name} of {profile.source} is null in {now:.1%} of rows {say_days(profile, held)}, where "
            f"{usual:.1%} are usual."
        )
        yield DataFinding(
            rule="null burst", source=profile.source, text=text, first=profile.days[held[0]],
            last=profile.days[held[-1]], before=usual, after=now, reach=reach,
        )  # fmt: skip
