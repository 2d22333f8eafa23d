"""Definitions: the metric model, the files that hold it, and what comes from elsewhere."""

from __future__ import annotations

from gnomon.define.metric import (
    Direction,
    Empty,
    KindSpec,
    Metric,
    MetricInput,
    Module,
    Plausible,
    Reference,
    Sensitivity,
    Tier,
)
from gnomon.define.project import (
    Calendar,
    Driver,
    Goal,
    Model,
    OracleCase,
    SavedQuestion,
    Settings,
    Target,
)
from gnomon.define.source import (
    Dimension,
    Entity,
    EntityKind,
    FileRef,
    QueryRef,
    Relation,
    Source,
    TableRef,
    Validity,
)

__all__ = [
    "Calendar",
    "Dimension",
    "Direction",
    "Driver",
    "Empty",
    "Entity",
    "EntityKind",
    "FileRef",
    "Goal",
    "KindSpec",
    "Metric",
    "MetricInput",
    "Model",
    "Module",
    "OracleCase",
    "Plausible",
    "QueryRef",
    "Reference",
    "Relation",
    "SavedQuestion",
    "Sensitivity",
    "Settings",
    "Source",
    "TableRef",
    "Target",
    "Tier",
    "Validity",
]
