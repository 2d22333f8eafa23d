"""``gnomon completion``: the script that makes a shell complete names."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class

from gnomon.faces.cli.session import global_options

__all__ = ["command"]

_WHERE: Final = """\b
bash:  eval "$(gnomon completion bash)"     in ~/.bashrc
zsh:   eval "$(gnomon completion zsh)"      in ~/.zshrc
fish:  gnomon completion fish > ~/.config/fish/completions/gnomon.fish
"""


@click.command("completion", epilog=_WHERE)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@global_options
@click.pass_context
def command(ctx: click.Context, *, shell: str) -> None:
    """Print the completion script of a shell."""
    maker = get_completion_class(shell)
    if maker is None:
        ctx.fail(f"No completion for {shell!r}.")
    click.echo(maker(ctx.find_root().command, {}, "gnomon", "_GNOMON_COMPLETE").source())
