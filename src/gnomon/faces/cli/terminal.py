"""What is known of the terminal: consoles, progress, hints."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Final, Literal

import click

from gnomon.faces.cli.session import session

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from rich.console import Console

__all__ = ["UNBOUNDED", "counting", "hint", "is_plain", "output_console", "stepping", "working"]

UNBOUNDED: Final = 100_000


def output_console() -> Console:
    """Make the console of standard output: as wide as the terminal, unbounded and plain when piped."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else UNBOUNDED
    colours: Literal["auto"] | None = None if is_plain() else "auto"
    return Console(
        file=sys.stdout, width=width, color_system=colours, highlight=False, markup=False, emoji=False
    )


def is_plain() -> bool:
    """Whether the reader asked for text without colours and bold (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


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


@contextlib.contextmanager
def counting(text: str) -> Generator[Callable[[int, int, str], None]]:
    """Show on a terminal how far a count of things is; give a function that takes done, in all, and the next."""
    if session().is_quiet or not sys.stderr.isatty():
        yield _count_nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("{task.fields[name]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=None, name="")
        yield lambda done, total, name: bar.update(task, completed=done, total=total, name=name)


@contextlib.contextmanager
def stepping(text: str) -> Generator[tuple[Callable[[str], None], Callable[[int, int, str], None]]]:
    """Show on a terminal which step is on and how far its count of things is; give a function for each."""
    if session().is_quiet or not sys.stderr.isatty():
        yield _say_nothing, _count_nothing
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("{task.fields[name]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=None, name="")
        yield (
            lambda said: bar.reset(task, description=said, total=None, name=""),
            lambda done, total, name: bar.update(task, completed=done, total=total, name=name),
        )


def _say_nothing(text: str) -> None:
    del text


def _count_nothing(done: int, total: int, name: str) -> None:
    del done, total, name
