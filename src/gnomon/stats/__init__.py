"""Arithmetic: arrays in, result types out; no input, output or clock."""

from __future__ import annotations

from gnomon.stats.false_discovery import control_false_discovery
from gnomon.stats.hazard import Hazard

__all__ = ["Hazard", "control_false_discovery"]
