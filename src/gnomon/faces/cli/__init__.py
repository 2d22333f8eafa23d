"""The command line: parse, call one use case, render its record, choose the exit code."""

from __future__ import annotations

from gnomon.faces.cli.entry import gnomon, main

__all__ = ["gnomon", "main"]
