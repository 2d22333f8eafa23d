"""Every code of an error: what it means and how to mend it."""

from __future__ import annotations

from gnomon.base.codes.code import Code
from gnomon.base.codes.page import CODES, codes_page, explain_code
from gnomon.base.codes.project import PROJECT_CODES

__all__ = ["CODES", "PROJECT_CODES", "Code", "codes_page", "explain_code"]
