"""Shell completion of names: loads definitions only, never an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from gnomon.base.errors import GnomonError
from gnomon.faces.cli.session import session

if TYPE_CHECKING:
    import click

__all__ = ["complete_dimensions", "complete_metrics", "complete_names"]


def complete_metrics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the last of several metrics parted by commas."""
    del param
    return _complete(ctx, "metrics", incomplete)


def complete_dimensions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the last of several dimensions parted by commas."""
    del param
    return _complete(ctx, "dimensions", incomplete)


def complete_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete metrics and sources."""
    del param
    return [*_complete(ctx, "metrics", incomplete), *_complete(ctx, "sources", incomplete)]


def _complete(ctx: click.Context, what: str, incomplete: str) -> list[CompletionItem]:
    from gnomon.app.list_definitions import list_definitions

    before, comma, last = incomplete.rpartition(",")
    try:
        listing = list_definitions(session(ctx).folder, what)
    except GnomonError:
        return []  # a project that does not load completes nothing; the command itself will say why
    return [
        CompletionItem(f"{before}{comma}{row[0]}", help=str(row[1] or ""))
        for row in listing.rows
        if str(row[0]).startswith(last)
    ]
