"""A plan that a person can read: what is scanned together, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gnomon.ask.compiled import Compiled
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.scans.group import Scan

__all__ = ["describe_plan"]


def describe_plan(compiled: Compiled) -> str:
    """Write the plan as lines of text: scans with their leaves, then how they meet."""
    question = compiled.question
    lines = [f"question: {', '.join(question.metrics)}"]
    if compiled.keys:
        lines.append(f"  by {', '.join(k.name for k in compiled.keys)}")
    for scan in compiled.scans:
        lines.append(_scan_line(scan))
        lines.extend(f"    {_leaf_line(leaf)}" for _, leaf in scan.leaves)
    lines.append(
        f"meet: {len(compiled.scans)} scan{'s' if len(compiled.scans) != 1 else ''} stacked, one row a key"
    )
    lines.extend(f"note: {note}" for note in compiled.notes)
    return "\n".join(lines)


def _scan_line(scan: Scan) -> str:
    leaf = scan.leaf
    words = [f"{scan.name}: {leaf.source}"]
    if not leaf.frame.is_plain:
        words.append(f"[{leaf.frame}]")
    if leaf.lag is not None:
        words.append(f"[{leaf.lag.shift} earlier]")
    if leaf.rule is not None:
        words.append(f"[{leaf.rule}]")
    words.append(
        f"— one pass for {len(scan.leaves)} aggregate{'s' if len(scan.leaves) != 1 else ''} ({scan.how})"
    )
    return " ".join(words)


def _leaf_line(leaf: Leaf) -> str:
    inside = "*" if leaf.expr is None else leaf.expr.sql(dialect="duckdb")
    inside += "" if leaf.part is None else f": {leaf.part}"
    where = " and ".join(f.sql(dialect="duckdb") for f in leaf.filters)
    return f"{leaf.agg}({inside}){f' where {where}' if where else ''}"
