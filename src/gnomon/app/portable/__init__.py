"""A question's SQL in a dialect that Gnomon does not run: one family of rewritings a file."""

from __future__ import annotations

from gnomon.app.portable.files import file_tables
from gnomon.app.portable.translate import Translation, translate, translate_question

__all__ = ["Translation", "file_tables", "translate", "translate_question"]
