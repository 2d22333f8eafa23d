"""How each kind of metric is lowered to leaves and a formula: one file a kind."""

from __future__ import annotations

from gnomon.ask.kinds.conversion import LowerConversion
from gnomon.ask.kinds.derived import LowerDerived
from gnomon.ask.kinds.funnel import LowerFunnel
from gnomon.ask.kinds.growth_accounting import LowerGrowthAccounting
from gnomon.ask.kinds.per_entity import LowerPerEntity
from gnomon.ask.kinds.prevalence import LowerPrevalence
from gnomon.ask.kinds.rate import LowerRate
from gnomon.ask.kinds.ratio import LowerRatio
from gnomon.ask.kinds.retention import LowerRetention
from gnomon.ask.kinds.rolling import LowerRolling
from gnomon.ask.kinds.rows import (
    LowerAverage,
    LowerCount,
    LowerDistinct,
    LowerMaximum,
    LowerMinimum,
    LowerPercentile,
    LowerSum,
)
from gnomon.ask.kinds.sessions import LowerSessions
from gnomon.ask.kinds.snapshot import LowerSnapshot
from gnomon.ask.kinds.stickiness import LowerStickiness
from gnomon.ask.kinds.time_to import LowerTimeTo
from gnomon.ask.kinds.to_date import LowerToDate
from gnomon.ask.kinds.within_deadline import LowerWithinDeadline
from gnomon.ask.scope import Lowering

__all__ = ["BUILTIN"]

BUILTIN: tuple[type[Lowering], ...] = (
    LowerCount,
    LowerSum,
    LowerAverage,
    LowerMinimum,
    LowerMaximum,
    LowerDistinct,
    LowerPercentile,
    LowerSnapshot,
    LowerRatio,
    LowerRate,
    LowerPerEntity,
    LowerSessions,
    LowerWithinDeadline,
    LowerTimeTo,
    LowerPrevalence,
    LowerDerived,
    LowerRolling,
    LowerToDate,
    LowerConversion,
    LowerGrowthAccounting,
    LowerStickiness,
    LowerFunnel,
    LowerRetention,
)
