"""Scans: the SELECT that reads the rows of one source once, under every way in which rows speak for a period."""

from __future__ import annotations

from gnomon.ask.scans.grid import grid_select, shows_empty
from gnomon.ask.scans.group import Scan, build_scan, group_leaves
from gnomon.ask.scans.plain import Built, key_alias

__all__ = ["Built", "Scan", "build_scan", "grid_select", "group_leaves", "key_alias", "shows_empty"]
