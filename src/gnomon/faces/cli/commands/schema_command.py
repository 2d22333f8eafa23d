"""``gnomon schema``: JSON Schema of project files."""

from __future__ import annotations

import json

import click

from gnomon.faces.cli.session import global_options

__all__ = ["command"]


@click.command("schema")
@click.argument("what", type=click.Choice(["yaml", "toml"]), default="yaml")
@global_options
def command(*, what: str) -> None:
    """Print the JSON Schema of project files, for editors.

    `yaml` describes definition files, `toml` describes gnomon.toml.
    """
    from gnomon.app.export_schema import export_schema

    click.echo(json.dumps(export_schema(what), ensure_ascii=False, indent=2))
