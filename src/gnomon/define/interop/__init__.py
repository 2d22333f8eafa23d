"""Definitions that come from elsewhere: the semantic layer of a dbt project."""

from __future__ import annotations

from gnomon.define.interop.dbt import DbtImport, Note, read_dbt, translate_name, translate_where

__all__ = ["DbtImport", "Note", "read_dbt", "translate_name", "translate_where"]
