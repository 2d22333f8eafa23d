"""Kinds of metric: one file each holds its frozen record, its YAML keys and how it is written back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from gnomon.define.kinds.average import Average, AverageYaml
from gnomon.define.kinds.conversion import Conversion, ConversionYaml
from gnomon.define.kinds.count import Count, CountYaml
from gnomon.define.kinds.derived import Derived, DerivedYaml
from gnomon.define.kinds.distinct import Distinct, DistinctYaml
from gnomon.define.kinds.funnel import Funnel, FunnelYaml
from gnomon.define.kinds.growth_accounting import FirstSeen, GrowthAccounting, GrowthAccountingYaml
from gnomon.define.kinds.maximum import Maximum, MaximumYaml
from gnomon.define.kinds.minimum import Minimum, MinimumYaml
from gnomon.define.kinds.per_entity import PerEntity, PerEntityYaml
from gnomon.define.kinds.percentile import Percentile, PercentileYaml
from gnomon.define.kinds.prevalence import Prevalence, PrevalenceYaml
from gnomon.define.kinds.rate import Rate, RateYaml
from gnomon.define.kinds.ratio import Ratio, RatioYaml
from gnomon.define.kinds.retention import Retention, RetentionYaml
from gnomon.define.kinds.rolling import Rolling, RollingYaml
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.kinds.sessions import Sessions, SessionsYaml
from gnomon.define.kinds.snapshot import Snapshot, SnapshotYaml
from gnomon.define.kinds.stickiness import Stickiness, StickinessYaml
from gnomon.define.kinds.sum import Sum, SumYaml
from gnomon.define.kinds.time_to import TimeTo, TimeToYaml
from gnomon.define.kinds.to_date import ToDate, ToDateYaml
from gnomon.define.kinds.within_deadline import WithinDeadline, WithinDeadlineYaml

__all__ = [
    "KINDS",
    "Average",
    "Conversion",
    "Count",
    "Derived",
    "Distinct",
    "FirstSeen",
    "Funnel",
    "GrowthAccounting",
    "KindYaml",
    "Maximum",
    "Minimum",
    "PerEntity",
    "Percentile",
    "Prevalence",
    "Rate",
    "Ratio",
    "Retention",
    "Rolling",
    "RowSpec",
    "Sessions",
    "Snapshot",
    "Stickiness",
    "Sum",
    "TimeTo",
    "ToDate",
    "WithinDeadline",
    "kinds_by_name",
]

# Order of the documentation.
KINDS = (
    CountYaml,
    SumYaml,
    AverageYaml,
    MinimumYaml,
    MaximumYaml,
    DistinctYaml,
    PercentileYaml,
    SnapshotYaml,
    RatioYaml,
    RateYaml,
    PerEntityYaml,
    SessionsYaml,
    WithinDeadlineYaml,
    TimeToYaml,
    PrevalenceYaml,
    DerivedYaml,
    RollingYaml,
    ToDateYaml,
    ConversionYaml,
    GrowthAccountingYaml,
    StickinessYaml,
    FunnelYaml,
    RetentionYaml,
)
KindYaml = (
    CountYaml
    | SumYaml
    | AverageYaml
    | MinimumYaml
    | MaximumYaml
    | DistinctYaml
    | PercentileYaml
    | SnapshotYaml
    | RatioYaml
    | RateYaml
    | PerEntityYaml
    | SessionsYaml
    | WithinDeadlineYaml
    | TimeToYaml
    | PrevalenceYaml
    | DerivedYaml
    | RollingYaml
    | ToDateYaml
    | ConversionYaml
    | GrowthAccountingYaml
    | StickinessYaml
    | FunnelYaml
    | RetentionYaml
)


def kinds_by_name() -> Mapping[str, type[KindYaml]]:
    """YAML models by the word that a file writes after ``kind:``.

    Examples
    --------
    >>> sorted(kinds_by_name())[:3]
    ['average', 'conversion', 'count']
    """
    return _BY_NAME


_BY_NAME: Mapping[str, type[KindYaml]] = MappingProxyType(
    {get_args(cls.model_fields["kind"].annotation)[0]: cls for cls in KINDS}
)
