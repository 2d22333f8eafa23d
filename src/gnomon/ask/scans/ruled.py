"""Scans of leaves whose rows follow a rule: one builder for each kind of rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from gnomon.ask.leaf import ClosedRule, ConversionRule, SnapshotRule
from gnomon.ask.scans.closed import closed_scan
from gnomon.ask.scans.conversion import conversion_scan
from gnomon.ask.scans.funnel import funnel_scan
from gnomon.ask.scans.funnel_rule import FunnelRule
from gnomon.ask.scans.growth import GrowthRule, growth_scan
from gnomon.ask.scans.per_entity import EntityRule, per_entity_scan
from gnomon.ask.scans.prevalence import SampleRule, prevalence_scan
from gnomon.ask.scans.retention import retention_scan
from gnomon.ask.scans.retention_rule import RetentionRule
from gnomon.ask.scans.sessions import SessionRule, session_scan
from gnomon.ask.scans.snapshot import snapshot_scan
from gnomon.ask.scans.stickiness import StickinessRule, stickiness_scan
from gnomon.ask.scans.time_to import DurationRule, duration_scan
from gnomon.ask.scans.within_deadline import DeadlineRule, deadline_scan
from gnomon.base.errors import InternalError

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch
    from gnomon.ask.scans.plain import Built, Numbered

__all__ = ["RULED", "ruled_scan"]

Builder: TypeAlias = Callable[
    ["Context", Sequence["Numbered"], Sequence[tuple[str, "Key"]], "Stretch"], "Built"
]

RULED: Mapping[type, Builder] = MappingProxyType(
    {
        SnapshotRule: snapshot_scan,
        ConversionRule: conversion_scan,
        ClosedRule: closed_scan,
        EntityRule: per_entity_scan,
        SessionRule: session_scan,
        DeadlineRule: deadline_scan,
        DurationRule: duration_scan,
        SampleRule: prevalence_scan,
        GrowthRule: growth_scan,
        StickinessRule: stickiness_scan,
        FunnelRule: funnel_scan,
        RetentionRule: retention_scan,
    }
)


def ruled_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Build the scan of leaves that share one rule and the same filters."""
    rule = leaves[0][1].rule
    builder = RULED.get(type(rule))
    if builder is None:
        raise InternalError(f"No scan is known for {type(rule).__name__}.")
    return builder(context, leaves, keys, window)
