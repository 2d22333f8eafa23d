"""Incidents as JSON text: all that they say, read back as it was."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from gnomon.records.incident import Incident

__all__ = ["read_incident", "write_incident"]


def write_incident(incident: Incident) -> str:
    """Write an incident; its version is the row's business, not the text's."""
    return _adapter().dump_json((replace(incident, version=0),)).decode()


def read_incident(text: str, *, version: int) -> Incident:
    """Read an incident that a row holds."""
    (incident,) = _adapter().validate_json(text)
    return replace(incident, version=version)


@cache
def _adapter() -> TypeAdapter[tuple[Incident]]:
    # Not-a-number and infinity are written by name: JSON has no numbers for them.
    return TypeAdapter(tuple[Incident], config=ConfigDict(ser_json_inf_nan="constants"))
