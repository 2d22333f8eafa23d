"""Values that the dimensions of a world can have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlglot import exp

from gnomon.sim.table import read_tree
from gnomon.sim.world import World

__all__ = ["list_values"]

_FIXED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "platform": ("android", "ios"),
        "channel": ("organic", "paid_search", "paid_social", "referral", "preinstall"),
        "device_tier": ("low", "mid", "high"),
        "age_band": ("13-15", "16-17", "18-24", "25-34", "35-49", "50+"),
        "feed": ("for_you", "following", "search", "profile"),
        "category": ("comedy", "life", "music", "games", "beauty", "food", "sports", "news", "learning"),
        "content_kind": ("ugc", "pgc", "ogc"),
        "service": ("feed", "login", "upload"),
        "region": ("EU", "US", "LATAM", "SEA", "MENA"),
        "surface": ("video", "comment", "message"),
        "target_kind": ("video", "comment", "account", "message"),
        "variant": ("control", "treatment"),
        "purpose": ("analytics", "personalisation", "ads", "service", "security"),
        "item": ("compute", "storage", "egress", "content"),
        "regime": ("gdpr", "ccpa"),
        "restriction": ("removal", "age_limit", "demotion", "monetisation", "suspension"),
        "table_name": ("sessions", "views", "social_actions", "ads", "logins", "app_performance"),
    }
)


def list_values(dim: str, world: World) -> tuple[str, ...] | None:
    """Every value of a dimension, or None where any text may stand.

    Examples
    --------
    >>> list_values("platform", World(users=100, days=30))
    ('android', 'ios')
    """
    if dim == "country":
        return _column(0)
    if dim == "language":
        return tuple(dict.fromkeys(_column(2)))
    if dim == "app_version":
        released = 13 + max(0, math.ceil((world.days - 5) / 14))
        return tuple(f"9.{number}.0" for number in range(released))
    return _FIXED.get(dim)


def _column(index: int) -> tuple[str, ...]:
    values = read_tree("countries").find(exp.Values)
    return tuple(row.expressions[index].name for row in values.expressions) if values else ()
