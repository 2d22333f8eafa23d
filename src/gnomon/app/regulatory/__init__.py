"""Exports in the shapes that regulators ask for, from the metrics of the compliance pack."""

from __future__ import annotations

from gnomon.app.regulatory.ccpa import export_ccpa
from gnomon.app.regulatory.dsa import export_dsa
from gnomon.app.regulatory.export import Check, Export, Table, write_csv
from gnomon.app.regulatory.write import write_export

__all__ = ["Check", "Export", "Table", "export_ccpa", "export_dsa", "write_csv", "write_export"]
