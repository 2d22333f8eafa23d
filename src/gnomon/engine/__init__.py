"""Engines: SQL tree in, Arrow table out, locked down and honest about what is exact."""

from __future__ import annotations

from gnomon.engine.protocol import NO_PARAMETERS, Ability, Capabilities, Column, Engine, EngineOptions, Result
from gnomon.engine.registry import engine_schemes, open_engine

__all__ = [
    "NO_PARAMETERS",
    "Ability",
    "Capabilities",
    "Column",
    "Engine",
    "EngineOptions",
    "Result",
    "engine_schemes",
    "open_engine",
]
