"""The gate: can the data carry the number? One rule a file."""

from __future__ import annotations

from gnomon.explain.gate.judge import judge_data
from gnomon.explain.gate.profile import Profile, Values

__all__ = ["Profile", "Values", "judge_data"]
