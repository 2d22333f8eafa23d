"""JSON documents on standard output: each says its schema and version."""

from __future__ import annotations

import json

import click

from gnomon.base.plain import to_plain

__all__ = ["print_document"]


def print_document(schema: str, body: object) -> None:
    """Print a record as JSON.

    Parameters
    ----------
    schema : str
        Name and version of the document's shape, such as ``gnomon.lint/1``; it comes first.
    body : dataclass or mapping
        Becomes the other keys.
    """
    document = {"schema": schema, **to_plain(body)}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
