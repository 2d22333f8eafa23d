"""Options that every command shares: project, quiet, debug."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PROJECT_FILE", "Session", "find_project", "global_options", "session"]

PROJECT_FILE = "gnomon.toml"
_KEY = "gnomon.cli"
F = TypeVar("F", bound="Callable[..., object]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What the shared options say.

    Attributes
    ----------
    project : Path or None
        Folder given with ``--project``; None asks for the nearest one.
    is_quiet : bool
        No progress and no hints on standard error.
    is_debug : bool
        Show the trace of an unexpected error.
    """

    project: Path | None = None
    is_quiet: bool = False
    is_debug: bool = False

    @property
    def folder(self) -> Path:
        """The project's folder: as given, else the nearest one upwards, else the current folder."""
        return self.project or find_project(Path.cwd()) or Path.cwd()


def find_project(start: Path) -> Path | None:
    """Find the nearest folder that holds ``gnomon.toml``, from ``start`` upwards."""
    return next((p for p in (start, *start.parents) if (p / PROJECT_FILE).is_file()), None)


def session(ctx: click.Context | None = None) -> Session:
    """Read the shared options of the running command."""
    ctx = ctx or click.get_current_context()
    given = ctx.meta.get(_KEY, {})
    from_environment = os.environ.get("GNOMON_PROJECT")
    project = given.get("project") or (Path(from_environment) if from_environment else None)
    return Session(project=project, is_quiet=given.get("quiet", False), is_debug=given.get("debug", False))


def global_options(function: F) -> F:
    """Add ``--project``, ``--quiet`` and ``--debug``; they work before and after the command's name."""
    options = (
        click.option(
            "-p",
            "--project",
            type=click.Path(path_type=Path),
            expose_value=False,
            callback=_remember,
            help="Folder that holds gnomon.toml.  [default: the nearest one upwards; env: GNOMON_PROJECT]",
        ),
        click.option(
            "-q",
            "--quiet",
            is_flag=True,
            expose_value=False,
            callback=_remember,
            help="No progress, no hints.",
        ),
        click.option(
            "--debug",
            is_flag=True,
            expose_value=False,
            callback=_remember,
            help="Show the trace of an error.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _remember(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    if value:
        ctx.meta.setdefault(_KEY, {})[parameter.name] = value
