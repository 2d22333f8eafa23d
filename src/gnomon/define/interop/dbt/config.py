"""The ``config`` of an element of dbt: what of it means something to Gnomon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gnomon.define.interop.dbt.notes import Body
from gnomon.define.interop.dbt.plain import as_mapping

__all__ = ["DbtConfig", "read_config"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtConfig:
    """What was found; empty where nothing was said."""

    is_off: bool = False
    meta: Mapping[str, object] = field(default_factory=dict[str, object])
    owner: str = ""
    unit: str = ""
    format: str = ""
    direction: str = ""
    tags: tuple[str, ...] = ()


def read_config(
    body: Body, *, keep: tuple[str, ...] = (), inherited: Mapping[str, object] | None = None
) -> DbtConfig:
    """Read ``config`` with its ``meta``, and ``meta`` and ``tags`` beside it.

    Parameters
    ----------
    body : Body
        Of any element.
    keep : tuple of str
        What Gnomon has a place for, by the same name; the rest is noted.
    inherited : mapping, optional
        ``meta`` of the semantic model around it: dbt's manifest repeats it at every element.
    """
    config = body.part("config")
    metas = (config.part("meta"), body.part("meta"))
    is_off = config.holds("enabled") and not config.flag("enabled")
    config.ignore("enabled")
    found = {key: _first(metas, key) for key in keep if key != "tags"}
    direction = found.pop("direction", "").lower()
    tags = (*config.each("tags"), *body.each("tags")) if "tags" in keep else ()
    for part in metas:
        part.ignore(*(key for key, value in (inherited or {}).items() if part.says(key, value)))
    for part in (*metas, config):
        part.finish()
    return DbtConfig(
        is_off=is_off,
        meta=as_mapping(config.take("meta")) or {},
        direction=direction if direction in {"up", "down", "neither"} else "",
        tags=tuple(dict.fromkeys(str(tag) for tag in tags)),
        **found,
    )


def _first(parts: tuple[Body, ...], key: str) -> str:
    return next((text for text in [part.text(key) for part in parts] if text), "")
