"""The ``gnomon`` command: a group that imports a command only when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import click

from gnomon.faces.cli.catalog import COMMANDS, GROUPS
from gnomon.faces.cli.failures import exit_codes, outermost_exit_codes
from gnomon.faces.cli.session import global_options
from gnomon.faces.cli.terminal import is_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LazyGroup", "gnomon", "main"]


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own and are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help page."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command's module; None when there is no such command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"gnomon.faces.cli.commands.{cmd_name}_command")
        return cast("click.Command", module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections of the help page from the static catalog."""
        del ctx
        for title, names in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, COMMANDS[name]) for name in names])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        from gnomon.base.errors import nearest_hint

        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint = nearest_hint(name, COMMANDS, otherwise="`gnomon --help` shows every command.")
            ctx.fail(f"Unknown command {name!r}. {hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command; turn every failure into a message and an exit code."""
        from gnomon.app.question_log import asked_from

        ctx.color = False if is_plain() else None
        with exit_codes(ctx), asked_from("cli"):
            result = super().invoke(ctx)
            sys.stdout.flush()
        return result


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="gnomon-metrics", prog_name="gnomon", message="%(prog)s %(version)s")
@global_options
def gnomon() -> None:
    """Define metrics once, ask them anything, and get answers that say how far they can be trusted.

    Results go to standard output, progress and messages to standard error. Exit codes: 0 fine, 1 found
    something, 2 bad input or could not run, 130 interrupted.
    """


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    with outermost_exit_codes():
        gnomon.main(args=args, prog_name="gnomon")
