"""Print the description of a metric or source."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gnomon.app.describe import Description, LineageNode

__all__ = ["print_description"]


def print_description(description: Description) -> None:
    """Print title, definition, lineage, dimensions and SQL under headings."""
    click.echo(click.style(f"{description.title} ({description.what} {description.name})", bold=True))
    if description.description:
        click.echo(description.description)
    if description.where:
        click.echo(click.style(description.where, dim=True))
    _section("Notes", "\n".join(_notes(description)))
    _section("Counted", textwrap.fill(description.rule, 100, break_on_hyphens=False))
    _section("Definition", description.definition)
    _section("Lineage", "\n".join(_tree(description.lineage)))
    _section("Dimensions", textwrap.fill(", ".join(description.dimensions), 100, break_on_hyphens=False))
    _section("Used by", textwrap.fill(", ".join(description.used_by), 100))
    _section("SQL", description.sql)


def _notes(description: Description) -> Iterator[str]:
    """Say where a metric comes from, what to read beside it and what to expect of it."""
    source = description.reference
    if source is not None:
        checked = f" (checked {source.checked.isoformat()})" if source.checked else ""
        yield f"Defined by {source.text}{checked} {source.url}".rstrip()
    if description.paired_with:
        yield f"Read it beside {', '.join(description.paired_with)}."
    if description.plausible:
        yield f"Plausible: {description.plausible}."
    if description.sensitivity:
        yield f"Sensitivity: {description.sensitivity}."


def _section(title: str, body: str) -> None:
    if body.strip():
        click.echo(f"\n{click.style(title, bold=True)}\n{textwrap.indent(body.rstrip(), '  ')}")


def _tree(node: LineageNode) -> Iterator[str]:
    yield _line(node)
    yield from _branches(node, prefix="")


def _branches(node: LineageNode, *, prefix: str) -> Iterator[str]:
    for index, child in enumerate(node.inputs, 1):
        is_last = index == len(node.inputs)
        yield f"{prefix}{'└─ ' if is_last else '├─ '}{_line(child)}"
        yield from _branches(child, prefix=f"{prefix}{'   ' if is_last else '│  '}")


def _line(node: LineageNode) -> str:
    return f"{node.name} ({node.note})" if node.kind == "metric" else f"{node.name} ← {node.note}"
