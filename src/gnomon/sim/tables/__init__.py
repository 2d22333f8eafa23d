"""Every table of the world; each is one SELECT in the file of its name."""

from __future__ import annotations

from typing import Final

from gnomon.sim.table import Table
from gnomon.sim.tables.plant import PLANT_TABLES
from gnomon.sim.tables.product import PRODUCT_TABLES
from gnomon.sim.tables.trust import TRUST_TABLES

__all__ = ["TABLES"]

TABLES: Final[tuple[Table, ...]] = (*PRODUCT_TABLES, *TRUST_TABLES, *PLANT_TABLES)
