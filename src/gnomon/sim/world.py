"""A world: how many users and days, from which seed, and what a scenario changes in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gnomon.base.errors import InputError
from gnomon.sim.levers import Pull
from gnomon.sim.trials import Trial

__all__ = ["Span", "World", "check_world"]

_CHUNK_USERS: Final = 500_000
_USER_DAYS: Final = 500_000
_LONGEST_BATCH: Final = 32
_MOST_USERS: Final = 100_000_000
_MOST_DAYS: Final = 1_000
_SEEDS: Final = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open range of users or days; both are numbered from 0."""

    index: int
    first: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What makes a world; equal worlds hold equal rows.

    Attributes
    ----------
    users : int
        Everybody who ever signs up.
    days : int
        Days of the log, the first at `start`.
    seed : int
        Chooses one of the worlds of this kind.
    start : date
        First day, UTC.
    pulls : tuple of Pull
        What a scenario changes.
    trials : tuple of Trial
        Experiments that a scenario adds.
    """

    users: int
    days: int
    seed: int = 0
    start: date = date(2026, 1, 1)
    pulls: tuple[Pull, ...] = ()
    trials: tuple[Trial, ...] = ()

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.start + timedelta(days=self.days)

    @property
    def videos_per_day(self) -> int:
        """Videos published on each day: one for 160 users."""
        return max(20, self.users // 160)

    @property
    def chunks(self) -> tuple[Span, ...]:
        """Ranges of users that are made one after another, so that memory is bounded."""
        return _spans(self.users, _CHUNK_USERS)

    @property
    def batches(self) -> tuple[Span, ...]:
        """Ranges of days that are made at once: about as many user-days in each."""
        users = min(self.users, _CHUNK_USERS)
        return _spans(self.days, max(1, min(_LONGEST_BATCH, _USER_DAYS // users)))


def _spans(total: int, size: int) -> tuple[Span, ...]:
    starts = range(0, total, size)
    return tuple(Span(index=i, first=s, end=min(total, s + size)) for i, s in enumerate(starts))


def check_world(world: World) -> World:
    """Refuse a world that cannot be made.

    Raises
    ------
    InputError
        If users, days or seed are out of range.
    """
    ranges = (
        ("users", world.users, 100, _MOST_USERS),
        ("days", world.days, 1, _MOST_DAYS),
        ("seed", world.seed, 0, _SEEDS),
    )
    for name, value, low, high in ranges:
        if not low <= value <= high:
            raise InputError(f"{name} must be between {low:,} and {high:,}, not {value:,}.", code="SIM-801")
    return world
