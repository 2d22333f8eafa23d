"""From the YAML body of a metric to its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.errors import nearest_hint
from gnomon.define.check_shape import read_shape
from gnomon.define.document import as_mapping
from gnomon.define.kinds import kinds_by_name
from gnomon.define.metric import Direction, Empty, Metric, Module, Plausible, Sensitivity, Tier
from gnomon.define.spec import EMPTY_WORDS

if TYPE_CHECKING:
    from gnomon.define.entry import Entry
    from gnomon.define.kinds import KindYaml

__all__ = ["read_metric"]


def read_metric(entry: Entry, name: str, body: object) -> Metric | None:
    """Read a metric; None when its body has the wrong shape, which is then reported.

    Parameters
    ----------
    entry : Entry
        Collects faults.
    name : str
        The metric's name.
    body : object
        Plain data of the file.
    """
    known = kinds_by_name()
    data = as_mapping(body)
    if data is None or "kind" not in data:
        shown = "The body of a metric is a mapping with at least `kind`."
        entry.report(f"{shown} Kinds: {', '.join(known)}.", "DEF-111", key=True)
        return None
    kind = data["kind"]
    if not isinstance(kind, str) or kind not in known:
        hint = nearest_hint(str(kind), known, otherwise=f"Kinds: {', '.join(known)}.")
        entry.report(f"Unknown kind of metric {kind!r}. {hint}", "DEF-115", "kind")
        return None
    model = read_shape(known[kind], entry, body)
    return None if model is None else _record(model, entry, name)


def _record(model: KindYaml, entry: Entry, name: str) -> Metric:
    words = EMPTY_WORDS[model.empty_word]
    empty = words if model.empty is None else model.empty.model_dump()
    return Metric(
        name=name,
        spec=model.to_spec(entry),
        label=model.label,
        description=model.description,
        filter=entry.optional(model.filter, "filter"),
        unit=model.unit,
        format=model.format,
        direction=Direction(model.direction),
        module=None if model.module is None else Module(model.module),
        goal=model.goal,
        tier=Tier(model.tier),
        owner=model.owner,
        is_guardrail=model.guardrail,
        dimensions=None if model.dimensions is None else tuple(model.dimensions),
        empty=Empty(is_shown=bool(empty["shown"]), value=empty["value"], is_dense=bool(empty["every_slice"])),
        grain=model.grain,
        valid_since=entry.day(model.valid_since, "valid_since"),
        deprecated_by=model.deprecated_by,
        freshness=entry.window(model.freshness, "freshness"),
        tags=tuple(model.tags),
        reference=None if model.reference is None else model.reference.to_reference(entry.below("reference")),
        paired_with=tuple(model.paired_with),
        plausible=_plausible(model.plausible, entry),
        sensitivity=None if model.sensitivity is None else Sensitivity(model.sensitivity),
        location=entry.where(key=True),
    )


def _plausible(ends: list[float | int | None] | None, entry: Entry) -> Plausible | None:
    if ends is None:
        return None
    low, high = ends
    if low is None and high is None:
        entry.report("A range needs at least one end, for example [0, 1] or [0, null].", "DEF-112", "plausible")
    elif low is not None and high is not None and low > high:
        message = f"The range ends ({high:g}) before it begins ({low:g}). Write the smaller number first."
        entry.report(message, "DEF-112", "plausible")
    return Plausible(low=low, high=high)
