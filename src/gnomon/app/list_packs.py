"""List the packs that come with the package, and their metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gnomon.base.errors import UnknownNameError
from gnomon.define.packs import PACKS, read_packs

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["PackMetric", "list_packs", "pack_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackMetric:
    """A metric of a pack, in words."""

    pack: str
    name: str
    label: str
    description: str
    kind: str
    direction: str
    guardrail: bool
    tier: str
    owner: str
    reference: str
    url: str


def list_packs(packs: Collection[str] = ()) -> tuple[PackMetric, ...]:
    """List the metrics of some packs, or of all, in the order of the packs.

    Raises
    ------
    UnknownNameError
        If there is no such pack; the text gives the nearest.
    """
    for pack in packs:
        if pack not in PACKS:
            raise UnknownNameError.of("pack", pack, PACKS)
    metrics = [m for m in read_packs().metrics.values() if m.module is not None]
    found = [
        PackMetric(
            pack=m.module.value if m.module else "",
            name=m.name,
            label=m.title,
            description=m.description,
            kind=m.kind,
            direction=m.direction.value,
            guardrail=m.is_guardrail,
            tier=m.tier.value,
            owner=m.owner,
            reference=m.reference.text if m.reference else "",
            url=m.reference.url if m.reference else "",
        )
        for m in metrics
        if not packs or (m.module is not None and m.module.value in packs)
    ]
    return tuple(sorted(found, key=lambda m: PACKS.index(m.pack)))


def pack_names(texts: Collection[str], *, is_all: bool = False) -> tuple[str, ...]:
    """Split names that stand side by side with commas; each once.

    Examples
    --------
    >>> pack_names(["growth, social", "growth"])
    ('growth', 'social')
    """
    named = (name.strip() for text in texts for name in text.split(","))
    return PACKS if is_all else tuple(dict.fromkeys(name for name in named if name))
