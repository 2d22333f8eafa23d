"""JSON Schema of what a project's files may say."""

from __future__ import annotations

from typing import Any

from gnomon.base.errors import InputError

__all__ = ["export_schema"]


def export_schema(what: str = "yaml") -> dict[str, Any]:
    """Make the JSON Schema of definition files (``yaml``) or of gnomon.toml (``toml``).

    Raises
    ------
    InputError
        If it is neither.
    """
    from gnomon.define.schema import settings_schema, yaml_schema

    makers = {"yaml": yaml_schema, "toml": settings_schema}
    if what not in makers:
        raise InputError(f"Unknown schema {what!r}. Use yaml or toml.", code="INP-015")
    return makers[what]()
