"""What is known of the terminal: consoles, progress, hints."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Final

import click

from gnomon.faces.cli.session import session

if TYPE_CHECKING:
    from collections.abc import Generator

    from rich.console import Console

__all__ = ["UNBOUNDED", "hint", "output_console", "working"]

UNBOUNDED: Final = 100_000


def output_console() -> Console:
    """Make the console of standard output: as wide as the terminal, unbounded and plain when piped."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else UNBOUNDED
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def hint(text: str) -> None:
    """Say something beside the result, on standard error, unless quiet."""
    if not session().is_quiet:
        click.echo(click.style(text, dim=True), err=True)


@contextlib.contextmanager
def working(text: str) -> Generator[None]:
    """Show on a terminal that something is going on; on a pipe or when quiet, nothing."""
    if session().is_quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
