"""How much each metric matters, which belong together, and the rule that is in force for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gnomon.ask import definition_version
from gnomon.base.hashing import fingerprint
from gnomon.define import Tier
from gnomon.define.packs.needs import find_sources
from gnomon.define.tree import uses

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from gnomon.define import Model

__all__ = ["relate_metrics", "rules_in_force", "weigh_metrics"]

_NORTH_STAR: Final = 1.0
_GUARDRAIL: Final = 0.9
_TIERS: Final = {Tier.CORE: 0.8, Tier.STANDARD: 0.5, Tier.DRAFT: 0.3}


def weigh_metrics(model: Model, names: Iterable[str]) -> dict[str, float]:
    """Importance of each metric in [0, 1]: north stars of goals, then guardrails, then tiers."""
    stars = {goal.north_star for goal in model.goals.values()}
    return {name: _weigh(model, name, stars) for name in names}


def _weigh(model: Model, name: str, stars: set[str]) -> float:
    metric = model.metrics[name]
    if name in stars:
        return _NORTH_STAR
    return max(_TIERS[metric.tier], _GUARDRAIL if metric.is_guardrail else 0.0)


def relate_metrics(model: Model, names: Iterable[str]) -> Callable[[str, str], bool]:
    """Tell whether two metrics move together by their making: a common source, or one computed from the other.

    So do metrics of two sources of which one names the keys of the other: plays hang on sessions. A belief of the
    metric tree counts as well.
    """
    kept = tuple(names)
    sources = {name: frozenset(find_sources(model, name)) for name in kept}
    hanging = _find_hanging(model, {source for found in sources.values() for source in found})
    family = {name: uses(model, name) | {name} for name in kept}
    believed = {frozenset((driver.metric, driver.driver)) for driver in model.drivers}

    def is_related(one: str, other: str) -> bool:
        if one == other or frozenset((one, other)) in believed:
            return True
        if sources[one] & sources[other] or family[one] & family[other]:
            return True
        return any(frozenset((a, b)) in hanging for a in sources[one] for b in sources[other])

    return is_related


def _find_hanging(model: Model, names: Collection[str]) -> set[frozenset[str]]:
    """Pairs of sources of which one names the primary key of the other."""
    found: set[frozenset[str]] = set()
    for name in names:
        source = model.sources[name]
        own = {e.name for e in source.entities if [e.expr.sql()] == list(source.primary_key)}
        for other in names:
            if other != name and own & {e.name for e in model.sources[other].entities}:
                found.add(frozenset((name, other)))
    return found


def rules_in_force(model: Model, names: Iterable[str]) -> dict[str, str]:
    """Hash of what decides a verdict of each metric: its definition, and the settings of the watch."""
    settings = fingerprint(model.settings.watch)
    return {name: fingerprint((definition_version(model, name), settings), size=12) for name in names}
