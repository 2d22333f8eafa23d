"""Ask: from a question over a model to one SQL tree, and back to an answer."""

from __future__ import annotations

from gnomon.ask.catalog import Catalog
from gnomon.ask.compile import compile_question
from gnomon.ask.compiled import Compiled
from gnomon.ask.run import ask_question, definition_version

__all__ = ["Catalog", "Compiled", "ask_question", "compile_question", "definition_version"]
