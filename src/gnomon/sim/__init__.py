"""Worlds that make data with known truth: a short-video product as sqlglot trees, one a table."""

from __future__ import annotations

from gnomon.sim.levers import Pull
from gnomon.sim.plan import Step, choose_tables, plan_steps, round_values, table_tree
from gnomon.sim.table import Table
from gnomon.sim.tables import TABLES
from gnomon.sim.world import Span, World, check_world

__all__ = [
    "TABLES",
    "Pull",
    "Span",
    "Step",
    "Table",
    "World",
    "check_world",
    "choose_tables",
    "plan_steps",
    "round_values",
    "table_tree",
]
