"""dbt's semantic layer, read in every shape it is written in, as a Gnomon model."""

from __future__ import annotations

from gnomon.define.interop.dbt.notes import Note
from gnomon.define.interop.dbt.reader import DbtImport, read_dbt
from gnomon.define.interop.dbt.where import translate_name, translate_where

__all__ = ["DbtImport", "Note", "read_dbt", "translate_name", "translate_where"]
