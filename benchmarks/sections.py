"""Keep the section of one benchmark in RESULTS.md."""

from __future__ import annotations

from benchmarks.events import HERE

__all__ = ["keep_section"]


def keep_section(heading: str, text: str) -> None:
    """Put a text in the place of the last one under its heading, which is its first line."""
    file = HERE / "RESULTS.md"
    before, found, after = file.read_text(encoding="utf-8").partition(heading)
    _, following, rest = after.partition("\n## ") if found else ("", "", "")
    file.write_text(f"{before.rstrip()}\n\n{text}\n{following}{rest}", encoding="utf-8")
