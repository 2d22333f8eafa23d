"""Scenarios drawn by chance: kind, slice, time and size, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from gnomon.base.errors import InputError
from gnomon.sim.dimensions import list_values
from gnomon.sim.levers import Effect
from gnomon.sim.scenario import Change, Experiment, Injection, Kind, Scenario, Segment
from gnomon.sim.world import World

__all__ = ["DRAWN", "draw_scenario"]

DRAWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "incidents": "Three incidents, drawn by the seed: what, where, when and how large",
        "experiments": "Two experiments, drawn by the seed: with an effect or none, sound or broken",
    }
)
_SHORTEST: Final = 20
_MANY: Final = 3
_DATA_SHARE: Final = 0.3
_BROKEN_SHARE: Final = 0.3
_Choice = tuple[str, Effect, tuple[float, float], tuple[str, ...]]
_BUSINESS: Final[tuple[_Choice, ...]] = (
    ("crash_share", "multiply", (4.0, 30.0), ("platform", "country")),
    ("play_failure", "multiply", (3.0, 20.0), ("country",)),
    ("startup_ms", "multiply", (1.5, 4.0), ("platform", "device_tier")),
    ("watch", "multiply", (0.5, 0.85), ("country",)),
    ("watch", "multiply", (1.2, 1.8), ("platform",)),
    ("activity", "multiply", (0.5, 0.85), ("country",)),
    ("sessions_per_day", "multiply", (0.4, 0.8), ("country", "platform")),
    ("attack_rate", "multiply", (5.0, 25.0), ("country",)),
    ("spam_seen", "multiply", (2.0, 6.0), ("country",)),
    ("review_hours", "multiply", (3.0, 12.0), ()),
    ("service_good", "multiply", (0.8, 0.97), ("region", "service")),
    ("consent_rate", "multiply", (0.4, 0.8), ("country",)),
)
_DATA: Final[tuple[_Choice, ...]] = (
    ("lost_share", "replace", (0.2, 1.0), ("platform",)),
    ("twice_share", "replace", (0.3, 1.0), ("platform",)),
    ("landing_delay", "add", (24.0, 96.0), ()),
)
_TABLES: Final = ("views", "sessions", "social_actions", "app_performance", "searches")


def draw_scenario(kind: str, world: World) -> Scenario:
    """Draw a scenario for a world, from the world's seed.

    Raises
    ------
    InputError
        If the world is shorter than twenty days.

    Examples
    --------
    >>> drawn = draw_scenario("incidents", World(users=1000, days=60, seed=3))
    >>> len(drawn.injections), drawn == draw_scenario("incidents", World(users=1000, days=60, seed=3))
    (3, True)
    """
    if world.days < _SHORTEST:
        raise InputError(
            f"A drawn scenario needs a world of {_SHORTEST} days or more, not {world.days}.", code="SIM-813"
        )
    rng = random.Random(f"{kind}/{world.seed}")  # noqa: S311 - nothing here is secret
    drawers: Mapping[str, tuple[int, Callable[[random.Random, World, int], Injection]]] = {
        "incidents": (3, _draw_incident),
        "experiments": (2, _draw_experiment),
    }
    count, draw = drawers[kind]
    return Scenario(
        name=f"random_{kind}",
        title=DRAWN[kind],
        about=f"Drawn from the seed {world.seed}.",
        injections=tuple(draw(rng, world, number) for number in range(1, count + 1)),
    )


def _draw_incident(rng: random.Random, world: World, number: int) -> Injection:
    is_data = rng.random() < _DATA_SHARE
    lever, effect, (low, high), dims = rng.choice(_DATA if is_data else _BUSINESS)
    first, until = _draw_span(rng, world, shortest=1, longest=8)
    change = Change(
        lever=lever,
        effect=effect,
        value=round(rng.uniform(low, high), 3),
        segment=_draw_segment(rng, world, dims),
        first=first,
        until=until,
        tables=(rng.choice(_TABLES),) if is_data else (),
    )
    return _injection(f"incident_{number}", "incident", change, is_data=is_data)


def _draw_experiment(rng: random.Random, world: World, number: int) -> Injection:
    first, until = _draw_span(rng, world, shortest=10, longest=28)
    size = rng.choice((1.0, rng.uniform(0.9, 0.97), rng.uniform(1.02, 1.15)))
    change = Change(
        lever=rng.choice(("watch", "views_per_session", "sessions_per_day", "startup_ms")),
        effect="multiply",
        value=round(size, 3),
        first=first,
        until=until,
        who="treated",
    )
    lost = ((rng.choice(("control", "treatment")), round(rng.uniform(0.03, 0.2), 3)),)
    experiment = Experiment(lost=lost if rng.random() < _BROKEN_SHARE else ())
    return _injection(f"experiment_{number}", "experiment", change, experiment=experiment)


def _draw_span(rng: random.Random, world: World, *, shortest: int, longest: int) -> tuple[int, int]:
    length = rng.randint(shortest, min(longest, world.days - 8))
    first = rng.randint(7, world.days - length)
    return first, first + length


def _draw_segment(rng: random.Random, world: World, dims: tuple[str, ...]) -> Segment:
    chosen: list[tuple[str, tuple[str, ...]]] = []
    for dim in dims:
        values = list_values(dim, world) or ()
        most = 2 if len(values) > _MANY else 1
        chosen.append((dim, tuple(sorted(rng.sample(values, rng.randint(1, most))))))
    return tuple(chosen)


def _injection(
    name: str,
    kind: Kind,
    change: Change,
    *,
    is_data: bool = False,
    experiment: Experiment | None = None,
) -> Injection:
    return Injection(
        name=name,
        kind=kind,
        touches="data" if is_data else "business",
        about=f"Drawn: {change.lever}, {change.effect} {change.value:g}.",
        changes=(change,),
        first=change.first or 0,
        until=change.until,
        experiment=experiment,
    )
